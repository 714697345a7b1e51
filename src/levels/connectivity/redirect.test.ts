import { expect, test } from 'vitest';
import { check } from './redirect.ts';
import { answer, loadedWith, site, web } from './testing.ts';

test.each<[number, string | undefined, string, string]>([
  [301, 'https://shop.example/', 'https://', 'pass OK'],
  [308, 'https://shop.example/', 'https://shop.example/', 'pass OK'],
  [302, '/login', '/login', 'pass OK'],
  [302, '/login', 'http://127.0.0.1:8080/login', 'pass OK'],
  [301, 'http://shop.example/', 'https://', 'fail REDIRECT_ELSEWHERE'],
  [301, 'http://[', 'https://', 'fail REDIRECT_ELSEWHERE'],
  [200, 'https://shop.example/', 'https://', 'fail NOT_REDIRECTED'],
  [301, undefined, 'https://', 'fail NOT_REDIRECTED'],
  [304, 'https://shop.example/', 'https://', 'fail NOT_REDIRECTED'],
])('connectivity.redirect: %s to %s, expected %s, gives %s', (seen, location, to, expected) => {
  const headers: Record<string, string> = location === undefined ? {} : { location };
  const { status, code } = check.evaluate(answer({ status: seen, headers }), { to });
  expect(`${status} ${code}`).toBe(expected);
});

test('connectivity.redirect asks each declared path', () => {
  const redirects = [
    { target: 'web', to: 'https://' },
    { target: 'site', path: '/old', to: '/new' },
  ];
  expect(check.instances(loadedWith({ connectivity: { redirects } }, web, site))).toMatchObject([
    { subject: 'web', needs: ['connectivity.tcp:web'], params: { path: '/' } },
    { subject: 'site/old', needs: ['connectivity.tls:site'], params: { path: '/old' } },
  ]);
});
