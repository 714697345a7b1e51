import { expect, test } from 'vitest';
import { createPatience } from './patience.ts';

const aborted = (signal: AbortSignal) =>
  new Promise<unknown>(resolve => signal.addEventListener('abort', () => resolve(signal.reason)));

test('its time is up with the reason that AbortSignal.timeout gives, and others wait on', async () => {
  const patience = createPatience(new AbortController().signal);
  const { signal: long } = patience(60_000);
  const own = await aborted(patience(1).signal);
  const native = await aborted(AbortSignal.timeout(1));
  expect(own).toMatchObject({ name: (native as Error).name, message: (native as Error).message });
  expect(long.aborted).toBe(false);
});

test('the whole aborts all, with its reason, whatever began or ended before', async () => {
  const whole = new AbortController();
  const patience = createPatience(whole.signal);
  await aborted(patience(1).signal);
  const [one, other] = [patience(60_000), patience(60_000)];
  whole.abort(new Error('Ctrl-C'));
  for (const { signal } of [one, other, patience(60_000)]) expect(signal.reason).toEqual(new Error('Ctrl-C'));
});

test('a look that is over is told neither that its time is up nor of the end of the whole', async () => {
  const whole = new AbortController();
  const patience = createPatience(whole.signal);
  const [done, other] = [patience(1), patience(1)];
  done.over();
  await aborted(other.signal);
  whole.abort();
  expect(done.signal.aborted).toBe(false);
});
