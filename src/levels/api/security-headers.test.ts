import { describe, expect, test } from 'vitest';
import { headerFaults } from './security-header-rules.ts';
import { check } from './security-headers.ts';
import { answer, loadedWith, page } from './testing.ts';

const good = {
  'content-security-policy': "default-src 'self'; frame-ancestors 'none'",
  'strict-transport-security': 'max-age=63072000',
  'x-content-type-options': 'nosniff',
};

describe('api.security-headers', () => {
  test.each<[string, Record<string, string>, boolean, number]>([
    ['all', good, true, 0],
    ['none over HTTPS', {}, true, 70],
    ['none over HTTP', {}, false, 50],
    [
      'frames by X-Frame-Options',
      { ...good, 'content-security-policy': "default-src 'self'", 'x-frame-options': 'DENY' },
      true,
      0,
    ],
    ['frames by nothing', { ...good, 'content-security-policy': "default-src 'self'" }, true, 20],
    [
      'frames by a word of one’s own',
      { ...good, 'content-security-policy': "default-src 'self'", 'x-frame-options': 'ALLOWALL' },
      true,
      20,
    ],
    [
      'inline scripts',
      { ...good, 'content-security-policy': "script-src 'self' 'unsafe-inline'; frame-ancestors 'none'" },
      true,
      20,
    ],
    [
      'inline scripts behind a nonce',
      { ...good, 'content-security-policy': "script-src 'nonce-a' 'unsafe-inline'; frame-ancestors 'none'" },
      true,
      0,
    ],
    [
      'eval',
      { ...good, 'content-security-policy': "script-src 'self' 'unsafe-eval'; frame-ancestors 'none'" },
      true,
      10,
    ],
    ['a policy without scripts', { ...good, 'content-security-policy': "frame-ancestors 'none'" }, true, 25],
    ['a short HSTS', { ...good, 'strict-transport-security': 'max-age=3600' }, true, 10],
    ['a broken HSTS', { ...good, 'strict-transport-security': 'yes' }, true, 20],
    ['sniffing', { ...good, 'x-content-type-options': 'sniff' }, true, 5],
    ['a talkative referrer', { ...good, 'referrer-policy': 'unsafe-url' }, true, 5],
    ['a quiet referrer', { ...good, 'referrer-policy': 'unsafe-url, strict-origin' }, true, 0],
  ])('%s: %j (TLS %s) takes off %s', (_, headers, tls, points) => {
    expect(headerFaults({ headers }, tls).reduce((sum, fault) => sum + fault.points, 0)).toBe(points);
  });

  test.each([
    [page({ headers: { ...good, 'content-type': 'text/html' } }), 'pass OK'],
    [page(), 'fail SECURITY_HEADERS'],
    [page({ status: 301 }), 'skip SKIPPED'],
    [page({ status: 404 }), 'skip SKIPPED'],
    [answer(), 'skip SKIPPED'],
  ])('%j gives %s', (seen, expected) => {
    const { status, code } = check.evaluate(seen, { tls: true });
    expect(`${status} ${code}`).toBe(expected);
  });

  test('looks at each target once, and only warns', () => {
    const endpoints = ['a', 'b'].map(name => ({ name, get: `/${name}`, expect: { status: 200 } }));
    const loaded = [...endpoints, { name: 'c', target: 'other', get: '/c', expect: { status: 200 } }];
    expect(check.instances(loadedWith(loaded)).map(({ subject, needs }) => [subject, needs])).toEqual([
      ['web', ['connectivity.http:web']],
      ['other', ['connectivity.http:other']],
    ]);
    expect(check.severity).toBe('warning');
    expect(check.instances(loadedWith(endpoints, { securityHeaders: false }))).toEqual([]);
  });
});
