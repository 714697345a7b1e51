import { describe, expect, test } from 'vitest';
import type { PingReply } from '../../model/observations/ping.ts';
import type { ProtocolTarget } from '../../model/target.ts';
import { check } from './ping.ts';
import { loadedWith } from './testing.ts';

const cache: ProtocolTarget = {
  name: 'cache',
  endpoint: { service: 'redis', port: 6379 },
  speaks: 'redis',
};

describe('connectivity.ping', () => {
  test.each<[PingReply, string]>([
    [{ reply: 'ready', durationMs: 1 }, 'pass OK'],
    [{ reply: 'ready', wantsAccount: true, durationMs: 1 }, 'pass OK'],
    [{ reply: 'refused', message: 'LOADING Redis is loading', durationMs: 1 }, 'fail PING_REFUSED'],
    [{ reply: 'foreign', got: 'HTTP/1.1 400', durationMs: 1 }, 'fail WRONG_PROTOCOL'],
  ])('%j gives %s', (reply, expected) => {
    const { status, code } = check.evaluate(reply, { speaks: 'redis', endpoint: cache.endpoint });
    expect(`${status} ${code}`).toBe(expected);
  });

  test('says that the server wants an account', () => {
    const { message } = check.evaluate(
      { reply: 'ready', wantsAccount: true, durationMs: 1 },
      { speaks: 'redis', endpoint: cache.endpoint },
    );
    expect(message).toContain('wants an account');
  });

  test('is applied to each target that speaks a protocol', () => {
    const loaded = { ...loadedWith({}), protocolTargets: { cache } };
    expect(check.instances(loaded)).toMatchObject([{ subject: 'cache', needs: ['connectivity.tcp:cache'] }]);
  });
});
