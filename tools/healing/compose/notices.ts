import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Notice } from '../../../src/monitor/machine/state.ts';

/** What a monitor tells, with the moment at which it was told. */
export interface Heard {
  readonly at: number;
  readonly notice: Pick<Notice, 'id' | 'what' | 'alerts'>;
}

/** Listens to the notices of a monitor, as a channel. One that is told again counts once. */
export async function hearNotices() {
  const heard = new Map<string, Heard>();
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', chunk => {
      text += chunk;
    });
    request.on('end', () => {
      const notice: Notice = JSON.parse(text);
      if (!heard.has(notice.id)) heard.set(notice.id, { at: Date.now(), notice });
      response.end();
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    all: () => [...heard.values()],
    clear: () => heard.clear(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
