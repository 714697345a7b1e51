import { expect, test } from 'vitest';
import { check } from './dns.ts';
import { loadedWith, site, web } from './testing.ts';

test.each([
  [['192.0.2.1', '2001:db8::1'], 'pass OK'],
  [[], 'fail ENOTFOUND'],
])('connectivity.dns: %j gives %s', (addresses, expected) => {
  const { status, code } = check.evaluate({ host: 'shop.example', addresses, durationMs: 1 }, undefined);
  expect(`${status} ${code}`).toBe(expected);
});

test('connectivity.dns is applied to names only', () => {
  const numeric = { ...web, name: 'numeric', endpoint: { host: '2001:db8::1', port: 80 } };
  const loaded = loadedWith({ connectivity: { timeout: 700 } }, web, site, numeric);
  expect(check.instances(loaded)).toMatchObject([
    { subject: 'site', params: { host: 'shop.example' }, timeoutMs: 700 },
  ]);
});
