import { createServer, type RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { probe } from './http.ts';
import { listening, probeContext, webTarget } from './testing.ts';

const serve = (listener: RequestListener) => listening(createServer(listener));

describe('of several containers', () => {
  const target = webTarget(80, { endpoint: { service: 'web', port: 80 } });
  const asking = (ports: readonly number[], everyReplica?: true) =>
    probe.observe(
      { target, method: 'GET', path: '/', everyReplica },
      probeContext(500, {
        address: async () => ({ host: '127.0.0.1', port: ports[0] ?? 0 }),
        replicas: async () =>
          ports.map((port, index) => ({ name: `web-${index + 1}`, address: { host: '127.0.0.1', port } })),
      }),
    );
  const answering = (status: number) =>
    serve((_, response) => void response.writeHead(status).end(`${status}`));

  test('one that hangs is told, though the first answers', async () => {
    await using well = await answering(200);
    await using hanging = await serve(() => undefined);
    await expect(asking([well.port, hanging.port], true)).rejects.toMatchObject({
      kind: 'target',
      code: 'TIMEOUT',
      message: expect.stringMatching(/^web-2: GET /),
    });
    expect(await asking([well.port, hanging.port])).toMatchObject({ status: 200 });
  });

  test('one that answers with a fault of its own is what is seen, else the first', async () => {
    await using well = await answering(200);
    await using other = await answering(404);
    await using broken = await answering(500);
    expect(await asking([well.port, broken.port], true)).toMatchObject({ status: 500, replica: 'web-2' });
    expect(await asking([well.port, other.port], true)).toMatchObject({ status: 200, replica: 'web-1' });
    expect((await asking([well.port], true)).replica).toBeUndefined();
  });
});

describe('behind a proxy that takes turns', () => {
  /** Answers with one after the other. */
  const taking = (...statuses: readonly number[]) => {
    let turn = 0;
    return serve((_, response) => {
      const status = statuses[turn++ % statuses.length] ?? 500;
      response.writeHead(status).end(`${status}`);
    });
  };
  const asking = (port: number, twins: number) =>
    probe.observe(
      { target: webTarget(port), method: 'GET', path: '/', upstreams: ['app'] },
      probeContext(2000, { twins: async () => twins }),
    );

  test('what only one of two containers answers is seen, and each answer once', async () => {
    await using front = await taking(200, 503);
    const { status, others } = await asking(front.port, 2);
    expect([status, others?.map(other => other.status)]).toEqual([200, [503]]);
  });

  test('one container is asked once; that we ask often is nobody’s fault', async () => {
    await using front = await taking(200, 503);
    expect(await asking(front.port, 1)).not.toHaveProperty('others');
    await using limited = await taking(200, 429);
    expect((await asking(limited.port, 2)).others).toEqual([]);
  });
});
