import { expect, test } from 'vitest';
import { check } from './http.ts';
import { answer, loadedWith, site, web } from './testing.ts';

test.each([
  [200, 'pass OK'],
  [301, 'pass OK'],
  [401, 'pass OK'],
  [404, 'pass OK'],
  [500, 'fail SERVER_ERROR'],
  [502, 'fail GATEWAY_ERROR'],
  [503, 'fail GATEWAY_ERROR'],
  [504, 'fail GATEWAY_ERROR'],
])('connectivity.http: %s gives %s', (seen, expected) => {
  const { status, code } = check.evaluate(answer({ status: seen }), { service: 'nginx' });
  expect(`${status} ${code}`).toBe(expected);
});

test.each([
  [200, 'fail BODY_TOO_LARGE'],
  [500, 'fail SERVER_ERROR'],
])('connectivity.http: %s with a body that does not end gives %s', (seen, expected) => {
  const { status, code } = check.evaluate(answer({ status: seen, cut: true }), { service: 'nginx' });
  expect(`${status} ${code}`).toBe(expected);
});

test.each([
  ['itself', { headers: { location: '/' } }, 'fail REDIRECT_LOOP'],
  ['itself by its whole address', { headers: { location: answer({}).url } }, 'fail REDIRECT_LOOP'],
  ['itself with a cookie', { headers: { location: '/' }, cookies: ['a=1'] }, 'pass OK'],
  ['another path', { headers: { location: '/login' } }, 'pass OK'],
  ['another scheme', { headers: { location: answer({}).url.replace('http:', 'https:') } }, 'pass OK'],
])('connectivity.http: a redirect to %s', (_, more, expected) => {
  const { status, code } = check.evaluate(answer({ status: 301, ...more }), { service: 'nginx' });
  expect(`${status} ${code}`).toBe(expected);
});

test('connectivity.http waits for the port, and for the certificate', () => {
  expect(check.instances(loadedWith({}, web, site))).toMatchObject([
    { subject: 'web', needs: ['connectivity.tcp:web'], params: { target: web, method: 'GET', path: '/' } },
    { subject: 'site', needs: ['connectivity.tls:site'] },
  ]);
});

test('connectivity.http explains what is no HTTP', () => expect(check.codes).toHaveProperty('HTTP_PROTOCOL'));
