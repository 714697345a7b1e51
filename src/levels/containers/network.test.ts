import { expect, test } from 'vitest';
import { check } from './network.ts';
import { loadedWith, state } from './testing.ts';

test.each([
  [undefined, 'skip SKIPPED'],
  [{ nameless: [] }, 'pass OK'],
  [{ left: 'shop_default', nameless: [] }, 'fail NETWORK_LEFT'],
  [{ left: 'shop_default', nameless: ['other'] }, 'fail NETWORK_LEFT'],
  [{ nameless: ['shop_default'] }, 'fail NAME_MISSING'],
])('containers.network: %j gives %s', (network, expected) => {
  const { status, code, fixes = [] } = check.evaluate([state({ network })], { service: 'users' });
  expect(`${status} ${code}`).toBe(expected);
  const act = { action: 'recreate', service: 'users' };
  expect(fixes.map(fix => fix.act)).toEqual(status === 'fail' ? [act] : []);
});

test('containers.network looks at services that run', () => {
  expect(check.instances(loadedWith({}, { services: ['users'] }))).toMatchObject([
    { subject: 'users', needs: ['containers.running:users'] },
  ]);
});
