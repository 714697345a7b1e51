import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { describe, expect, test } from 'vitest';
import type { Notice } from '../machine/state.ts';
import { createNotifier } from '../notify.ts';
import { commandChannel } from './command.ts';
import { mailChannel } from './email.ts';
import { type WebhookFormat, webhookChannel } from './webhook.ts';
import { alertLine, headline } from './wording.ts';

const SIGNAL = AbortSignal.timeout(60_000);
const SINCE = Date.parse('2026-03-01T12:00:00Z');

const notice: Notice = {
  id: 'n-1',
  at: Date.now(),
  what: 'firing',
  project: 'shop',
  channels: ['hook'],
  alerts: [
    {
      key: 'shop/db/down',
      root: 'db',
      kind: 'down',
      since: SINCE,
      cause: { seenBy: 'containers.running:db', code: 'EXIT_KILLED', message: 'has ended <137> @everyone' },
      affected: ['api'],
      done: ['start db'],
      next: 'start db is under way',
    },
  ],
};

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: { text?: string; [key: string]: unknown };
}

/** A server that answers with these statuses, one after the other, the last one for ever. */
async function receiver(...statuses: number[]) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', chunk => {
      text += chunk;
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body: JSON.parse(text) });
      response.writeHead(statuses[received.length - 1] ?? statuses.at(-1) ?? 200).end('ok');
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/secret-token`;
  return {
    url,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

describe('a webhook', () => {
  test.each<[WebhookFormat, object]>([
    ['generic', { id: 'n-1', what: 'firing', project: 'shop', alerts: [{ root: 'db', affected: ['api'] }] }],
    [
      'slack',
      {
        text: '[FIRING] shop: db',
        blocks: [
          { type: 'header' },
          { type: 'section', text: { text: expect.stringContaining('&lt;137&gt;') } },
        ],
      },
    ],
    [
      'discord',
      {
        content: '[FIRING] shop: db',
        embeds: [{ title: 'db', description: expect.stringContaining('Affects: api') }],
        allowed_mentions: { parse: [] },
      },
    ],
    [
      'teams',
      {
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            content: { type: 'AdaptiveCard', body: [{ text: '[FIRING] shop: db' }, { type: 'TextBlock' }] },
          },
        ],
      },
    ],
  ])('posts what %s understands', async (format, body) => {
    await using server = await receiver(200);
    await webhookChannel(server.url, format, { 'x-team': 'web' })(notice, SIGNAL);
    expect(server.received).toMatchObject([{ headers: { 'x-team': 'web', 'idempotency-key': 'n-1' }, body }]);
  });

  test('that is refused is a failure, which does not tell the address', async () => {
    await using server = await receiver(503);
    const failure = await webhookChannel(server.url, 'generic', {})(notice, SIGNAL).catch(String);
    expect(failure).toContain('503');
    expect(failure).not.toContain('secret-token');
  });
});

test('a mail has all of it, and is sent by SMTP', async () => {
  const mails: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, _, done) {
      let text = '';
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      stream.on('end', () => {
        mails.push(text);
        done();
      });
    },
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.server.address() as AddressInfo;
    const where = {
      to: ['team@example.com', 'boss@example.com'],
      from: 'failsafe@example.com',
      host: '127.0.0.1',
      port,
    };
    await mailChannel(where)(notice, SIGNAL);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatch(/^Subject: \[FIRING\] shop: db\r$/m);
    expect(mails[0]).toMatch(/^To: team@example.com, boss@example.com\r$/m);
    expect(mails[0]).toContain('Affects: api');
    const refused = mailChannel({ ...where, user: 'me', password: 'in the clear' })(notice, SIGNAL);
    await expect(refused).rejects.toThrow(/STARTTLS/i);
  } finally {
    await new Promise<void>(resolve => server.close(() => resolve()));
  }
});

test('a program gets the notice on its standard input, and its exit code counts', async () => {
  const check =
    "process.exit(JSON.parse(require('fs').readFileSync(0, 'utf8')).alerts[0].root === 'db' ? 0 : 3)";
  await commandChannel([process.execPath, '-e', check], '/')(notice, SIGNAL);
  const failing = commandChannel([process.execPath, '-e', 'process.exit(3)'], '/')(notice, SIGNAL);
  await expect(failing).rejects.toThrow('exit code 3');
});

test('what a command leaves in the background is not waited for, and what it has written is told', async () => {
  const run = (script: string) => commandChannel(['sh', '-c', script], '/')(notice, SIGNAL);
  const startedAt = performance.now();
  await run('sleep 50 & exit 0');
  await expect(run('echo no such team >&2; sleep 50 & exit 3')).rejects.toThrow('no such team');
  expect(performance.now() - startedAt).toBeLessThan(50_000);
});

test('the words of a line tell what, where, why, since when', () => {
  const [alert] = notice.alerts;
  if (alert === undefined) throw new Error('none');
  expect(headline({ ...notice, what: 'resolved' })).toBe('[RESOLVED] shop: db');
  expect(alertLine({ ...notice, what: 'resolved' }, { ...alert, resolvedAt: SINCE + 90_000 })).toBe(
    'RESOLVED db EXIT_KILLED: has ended <137> @everyone | affects api | done: start db | after 1 min 30 s',
  );
});

describe('the notifier', () => {
  test('tries again until it works, and nobody waits for it', async () => {
    await using server = await receiver(500, 503, 200);
    const told: string[] = [];
    const log: string[] = [];
    const hook = webhookChannel(server.url, 'generic', {});
    const notifier = createNotifier({
      channels: () => ({ hook }),
      told: (id, channel) => told.push(`${id} ${channel}`),
      log: line => log.push(line),
      firstPauseMs: 20,
    });
    const startedAt = performance.now();
    notifier.deliver([notice]);
    expect(performance.now() - startedAt).toBeLessThan(1000);
    while (told.length === 0) {
      notifier.deliver([notice]);
      await sleep(10);
    }
    await notifier.close(1000);
    expect(told).toEqual(['n-1 hook']);
    expect(server.received).toHaveLength(3);
    expect(log).toEqual([expect.stringContaining('try 1'), expect.stringContaining('try 2')]);
  });

  test('a channel that was away hears of the begin of an alert before its end, and of others meanwhile', async () => {
    await using server = await receiver(500, 200);
    const ended: Notice = { ...notice, id: 'n-2', what: 'resolved' };
    const alerts = notice.alerts.map(one => ({ ...one, key: 'shop/web/down', root: 'web' }));
    const other: Notice = { ...notice, id: 'n-3', alerts };
    let outbox = [notice, ended, other];
    const notifier = createNotifier({
      channels: () => ({ hook: webhookChannel(server.url, 'generic', {}) }),
      told: id => {
        outbox = outbox.filter(one => one.id !== id);
      },
      log: () => undefined,
      firstPauseMs: 20,
    });
    while (outbox.length > 0) {
      notifier.deliver(outbox);
      await sleep(5);
    }
    await notifier.close(1000);
    const ids = server.received.map(({ body }) => body.id);
    expect(ids.toSorted()).toEqual(expect.arrayContaining(['n-1', 'n-2', 'n-3']));
    expect(ids.indexOf('n-2')).toBeGreaterThan(ids.lastIndexOf('n-1'));
    expect(ids.slice(0, 2).toSorted()).toEqual(['n-1', 'n-3']);
  });

  test('nothing waits for the next try of a channel that was taken out of failsafe.yaml meanwhile', async () => {
    const told: string[] = [];
    const fails = async () => Promise.reject(new Error('no'));
    let channels: Record<string, () => Promise<void>> = { hook: fails };
    const log: string[] = [];
    const notifier = createNotifier({
      channels: () => channels,
      told: (_, channel) => told.push(channel),
      log: line => log.push(line),
    });
    notifier.deliver([notice]);
    await expect.poll(() => log).toEqual(['channel hook: no; try 1']);
    notifier.deliver([notice]);
    channels = {};
    notifier.deliver([notice]);
    await notifier.close(1000);
    expect({ told, log }).toEqual({ told: ['hook'], log: ['channel hook: no; try 1'] });
  });

  test('one channel that hangs keeps no other from being told, and the end of the monitor waits only a moment', async () => {
    const told: string[] = [];
    const notifier = createNotifier({
      channels: () => ({
        hangs: (_, signal) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
        works: async () => undefined,
      }),
      told: (_, channel) => told.push(channel),
      log: () => undefined,
    });
    notifier.deliver([{ ...notice, channels: ['hangs', 'works', 'declared no more'] }]);
    await sleep(50);
    await notifier.close(10);
    expect(told.sort()).toEqual(['declared no more', 'works']);
  });

  test('what heeds no signal is given up as well, tried again, and keeps no monitor from its end', async () => {
    const log: string[] = [];
    let tries = 0;
    const notifier = createNotifier({
      channels: () => ({
        deaf: () => {
          tries++;
          return tries < 3 ? new Promise(() => undefined) : Promise.resolve();
        },
      }),
      told: (id, channel) => log.push(`${id} ${channel}`),
      log: line => log.push(line),
      firstPauseMs: 10,
      patienceMs: 50,
    });
    while (log.length < 3) {
      notifier.deliver([{ ...notice, channels: ['deaf'] }]);
      await sleep(5);
    }
    const late = 'channel deaf: has not taken it within 50 ms';
    expect(log).toEqual([`${late}; try 1`, `${late}; try 2`, 'n-1 deaf']);

    tries = 0;
    notifier.deliver([{ ...notice, id: 'n-2', channels: ['deaf'] }]);
    await notifier.close(10);
  });
});
