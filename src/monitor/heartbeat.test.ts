import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createHeartbeat } from './heartbeat.ts';

test('beats once a cycle, says once that nobody hears, and never where', async () => {
  const answers = [200, 500, 503, 200];
  let beats = 0;
  const server = createServer((_, answer) => answer.writeHead(answers[beats++] ?? 200).end('ok'));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-id`;
  const said: string[] = [];
  let address: string | undefined = url;
  const heart = createHeartbeat(
    () => address,
    line => said.push(line),
  );
  for (const _ of answers) {
    heart.beat();
    heart.beat();
    await heart.settled();
  }
  expect(beats).toBe(answers.length);
  server.close();
  server.closeAllConnections();
  heart.beat();
  await heart.settled();
  address = undefined;
  heart.beat();
  await heart.settled();
  expect(said).toEqual([
    'the heartbeat does not arrive: it was answered with 500',
    'the heartbeat arrives again',
    expect.stringMatching(/does not arrive: .*ECONNREFUSED/),
  ]);
  expect(said.join()).not.toContain('secret-id');
});
