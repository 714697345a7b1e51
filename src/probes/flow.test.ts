import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChainFault, startChainApp } from '../../tests/support/chain-app.ts';
import { leaveNote } from '../../tests/support/killed-run.ts';
import { startPostgres, type TestServer } from '../../tests/support/postgres-server.ts';
import { contextFor } from '../../tests/support/probe-context.ts';
import { loadedWith } from '../../tests/support/small-plan.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import type { Flow } from '../config/schema/system.ts';
import { check } from '../levels/system/flow.ts';
import { check as teardownCheck } from '../levels/system/teardown.ts';
import type { FlowObservation, FlowParams } from '../model/observations/flow.ts';
import type { ProbeContext } from '../model/probe.ts';
import { lookOf } from './flow/state.ts';
import { probe } from './flow.ts';
import { listening } from './testing.ts';

let postgres: TestServer;
let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'failsafe-flow-'));
  postgres = await startPostgres();
});
afterAll(async () => {
  rmSync(root, { recursive: true });
  await postgres?.[Symbol.asyncDispose]();
});

const chain: Flow = {
  name: 'chain',
  target: 'web',
  variables: { name: 'thing-{{unique}}' },
  steps: [
    { name: 'listen', connect: { emit: 'join', data: 'all', ready: 'joined' } },
    {
      name: 'add',
      post: '/things',
      json: { name: '{{name}}' },
      expect: { status: 201 },
      capture: { id: '$.id', token: '$.access_token' },
    },
    {
      name: 'stored',
      target: 'db',
      sql: 'SELECT id, ok FROM things WHERE name = $1',
      params: ['{{name}}'],
      expect: { rows: 1, row: { ok: true } },
      capture: { stored: '$[0].id' },
    },
    { name: 'told', event: 'thing_added', expect: { json: { '$.name': '{{name}}' } }, within: 300 },
    { name: 'read', get: '/things/{{stored}}', expect: { status: 200, json: { '$.name': '{{name}}' } } },
  ],
  teardown: [
    { name: 'remove', target: 'db', sql: 'DELETE FROM things WHERE name = $1', params: ['{{name}}'] },
  ],
  timeout: 5000,
};

function paramsFor(port: number, flow: Flow): FlowParams {
  const loaded: LoadedConfig = {
    ...loadedWith(),
    config: { version: 1, project: 'small', system: { flows: [flow] } },
    webTargets: { web: { name: 'web', endpoint: { host: '127.0.0.1', port }, tls: false, basePath: '' } },
    databaseTargets: { db: postgres.target() },
  };
  const [instance] = check.instances(loaded);
  if (instance === undefined) throw new Error('the check does not apply');
  return instance.params;
}

/** What both checks say of the chain with these faults, and what is left in the database. */
async function walk(
  faults: ChainFault[],
  changes: Partial<Flow> = {},
  context: Partial<ProbeContext> = {},
  before: (look: string) => void = () => undefined,
) {
  await using app = await startChainApp(postgres, ...faults);
  const params = { ...paramsFor(app.port, { ...chain, ...changes }), root };
  const whole = { ...contextFor(30_000), ...context };
  before(lookOf(params, whole.stack) ?? '');
  const seen: FlowObservation = await probe.observe(params, whole);
  return {
    seen,
    flow: check.evaluate(seen, {}),
    teardown: teardownCheck.evaluate(seen, {}),
    left: await app.names(),
  };
}

const eventually = (name: string, milliseconds: number): Flow['steps'] =>
  chain.steps.map(step =>
    step.name === name ? { ...step, eventually: milliseconds } : step,
  ) as Flow['steps'];

test('from the request through the database and the event back to a request, and nothing is left', async () => {
  const kept: string[] = [];
  const { seen, flow, teardown, left } = await walk([], {}, { keepSecret: value => void kept.push(value) });
  expect(flow).toMatchObject({ status: 'pass' });
  expect(seen.steps.map(({ name }) => name)).toEqual(['listen', 'add', 'stored', 'told', 'read']);
  expect(teardown).toMatchObject({ status: 'pass' });
  expect(left).toEqual([]);
  expect(kept).toEqual([`token-of-${seen.variables.name}`]);
});

test('what a killed run left behind is removed by the next one', async () => {
  const name = `thing-${Date.now()}`;
  const client = await postgres.connect();
  await client.query(
    'CREATE TABLE IF NOT EXISTS things (id serial PRIMARY KEY, name text UNIQUE, ok boolean)',
  );
  await client.query('INSERT INTO things (name, ok) VALUES ($1, true)', [name]);
  await client.end();
  const { teardown, left, seen } = await walk([], {}, {}, look => leaveNote(root, look, { name }));
  expect(left).toEqual([]);
  expect(seen.earlier).toMatchObject([{ variables: { name }, acts: [{ rows: 1 }] }]);
  expect(teardown).toMatchObject({
    status: 'pass',
    message: expect.stringContaining('1 run that left something'),
  });
  expect((await walk([])).seen.earlier).toEqual([]);
});

test('what cannot be removed after a killed run is told of until somebody does', async () => {
  const { teardown } = await walk([], {}, {}, look => leaveNote(root, look, { unique: 'x' }));
  expect(teardown).toMatchObject({ status: 'warn', code: 'EARLIER_LEFT' });
  expect(readdirSync(join(root, '.failsafe/unfinished'))).toHaveLength(1);
  rmSync(join(root, '.failsafe'), { recursive: true });
});

test('what was left in another deployment is not removed from this one', async () => {
  const look = 'flow:chain of 127.0.0.1:1, 127.0.0.1:2';
  leaveNote(root, look, { name: 'thing-of-others' });
  expect((await walk([])).seen.earlier).toEqual([]);
  rmSync(join(root, '.failsafe'), { recursive: true });
});

test('a note holds what the teardown finds by, and neither what was captured nor what is secret', async () => {
  let note = '';
  const folder = join(root, '.failsafe/unfinished');
  const look = walk(['hangs'], {
    timeout: 1000,
    variables: { name: 'thing-{{unique}}', header: 'Bearer abc' },
  });
  for (let tries = 0; note === '' && tries < 100; tries++) {
    const [file] = existsSync(folder) ? readdirSync(folder) : [];
    if (file !== undefined) note = readFileSync(join(folder, file), 'utf8');
    await sleep(20);
  }
  await look;
  expect(Object.keys(JSON.parse(note).variables)).toEqual(['name']);
});

test('a session in a cookie is carried from step to step, until it is taken away', async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.cookie);
    const cookie = { '/login': 'session=0123456789; HttpOnly', '/logout': 'session=; Max-Age=0' }[
      request.url ?? ''
    ];
    response.writeHead(200, cookie === undefined ? {} : { 'set-cookie': cookie }).end('{}');
  });
  await using app = await listening(server);
  const paths = ['/before', '/login', '/orders', '/logout', '/after'];
  const steps = paths.map(get => ({ name: get.slice(1), get })) as Flow['steps'];
  const params = { ...paramsFor(app.port, { ...chain, steps, teardown: undefined }), root };
  const kept: string[] = [];
  await probe.observe(params, { ...contextFor(30_000), keepSecret: value => void kept.push(value) });
  expect(seen).toEqual([undefined, undefined, 'session=0123456789', 'session=0123456789', undefined]);
  expect(kept).toEqual(['0123456789']);
});

describe('a break in the chain is found where it is, and what was made is removed', () => {
  test.each<[fault: ChainFault, code: string, step: string, notRun: string[]]>([
    ['not-stored', 'STEP_MISMATCH', 'stored', ['told', 'read']],
    ['no-event', 'NO_EVENT', 'told', ['read']],
    ['wrong-event', 'STEP_MISMATCH', 'told', ['read']],
    ['unstable', 'STEP_MISMATCH', 'read', []],
    ['hangs', 'TOO_SLOW', 'read', []],
  ])('%s: %s in step %s', async (fault, code, step, notRun) => {
    const { seen, flow, left } = await walk([fault], { timeout: 1500 });
    expect(flow).toMatchObject({ status: 'fail', code });
    expect(seen.steps.at(-1)?.name).toBe(step);
    expect(seen.notRun).toEqual(notRun);
    expect(left).toEqual([]);
  });

  test('a service that is down', async () => {
    const params = paramsFor(1, { ...chain, steps: chain.steps.slice(1) });
    const seen = await probe.observe(params, contextFor(30_000));
    expect(check.evaluate(seen, {})).toMatchObject({ status: 'fail', code: 'NO_ANSWER' });
    expect(seen.created).toBe(false);
    expect(teardownCheck.evaluate(seen, {})).toMatchObject({ status: 'skip' });
  });

  test('a server without Socket.IO', async () => {
    const steps: Flow['steps'] = [{ name: 'listen', connect: { path: '/elsewhere' } }];
    const { flow } = await walk([], { steps, timeout: 1000 });
    expect(flow).toMatchObject({ status: 'fail', code: 'NOT_CONNECTED' });
  });
});

describe('eventually', () => {
  test('looks again until it holds, and says so', async () => {
    const { seen, flow, left } = await walk(['stored-late'], { steps: eventually('stored', 3000) });
    expect(flow).toMatchObject({
      status: 'pass',
      message: expect.stringContaining('passed after retries: stored at look'),
    });
    const stored = seen.steps.find(({ name }) => name === 'stored');
    expect(stored?.attempts.length).toBeGreaterThan(1);
    expect(stored?.attempts[0]).toMatchObject({
      outcome: 'answered',
      mismatches: [expect.anything(), expect.anything()],
    });
    expect(left).toEqual([]);
  });

  test('gives up at its time', async () => {
    const { seen, flow } = await walk(['not-stored'], { steps: eventually('stored', 600) });
    expect(flow).toMatchObject({ status: 'fail', code: 'STEP_MISMATCH' });
    expect(seen.steps.at(-1)?.attempts.length).toBeGreaterThan(1);
  });
});

describe('the teardown', () => {
  test('does all of its acts, whatever became of those before', async () => {
    const { seen, teardown, left } = await walk([], {
      teardown: [
        { name: 'broken', target: 'db', sql: 'DELETE FROM missing' },
        { name: 'lost', delete: '/things/{{never-captured}}' },
        ...(chain.teardown ?? []),
      ],
    });
    expect(teardown).toMatchObject({
      status: 'fail',
      code: 'LEFT_BEHIND',
      evidence: { left: [expect.anything(), expect.anything()] },
    });
    expect(seen.teardown[2]).toMatchObject({ name: 'remove', rows: 1 });
    expect(left).toEqual([]);
  });

  test('names what it could not remove', async () => {
    const { seen, teardown, left } = await walk(['kept'], {
      teardown: [{ name: 'remove', delete: '/things/{{id}}' }],
    });
    expect(teardown).toMatchObject({
      status: 'fail',
      code: 'LEFT_BEHIND',
      evidence: { variables: { name: seen.variables.name } },
    });
    expect(left).toEqual([seen.variables.name]);
  });

  test('a statement that removes nothing is told', async () => {
    const teardown: Flow['teardown'] = [
      { name: 'remove', target: 'db', sql: "DELETE FROM things WHERE name = 'other'" },
    ];
    expect((await walk([], { teardown })).teardown).toMatchObject({
      status: 'fail',
      code: 'REMOVED_NOTHING',
    });
  });

  test('a flow that adds something and removes nothing is warned of', async () => {
    const { teardown, left } = await walk([], { teardown: undefined });
    expect(teardown).toMatchObject({ status: 'warn', code: 'NO_TEARDOWN' });
    expect(left).toHaveLength(1);
  });

  test('rows of a DELETE are those that it removed', async () => {
    const [remove] = chain.teardown ?? [];
    const expecting = (rows: number) => ({ teardown: [{ ...remove, expect: { rows } }] as Flow['teardown'] });
    expect((await walk([], expecting(1))).teardown).toMatchObject({ status: 'pass' });
    expect((await walk([], expecting(2))).teardown).toMatchObject({ status: 'fail', code: 'LEFT_BEHIND' });
  });

  test('runs when the run is cancelled in the middle of a step', async () => {
    await using app = await startChainApp(postgres, 'hangs');
    const controller = new AbortController();
    const context = { ...contextFor(30_000), signal: controller.signal };
    const running = probe.observe(paramsFor(app.port, chain), context);
    while ((await app.names()).length === 0) await new Promise(resolve => setTimeout(resolve, 5));
    controller.abort();
    await expect(running).rejects.toMatchObject({ kind: 'observer', code: 'CANCELLED' });
    expect(await app.names()).toEqual([]);
  });
});

test('a statement that takes longer than its share says how long it had', async () => {
  const steps: Flow['steps'] = [{ name: 'wait', target: 'db', sql: 'SELECT pg_sleep(5)' }];
  const { flow } = await walk([], { steps, timeout: 900 });
  expect(flow).toMatchObject({ status: 'fail', code: 'TOO_SLOW' });
  expect(flow.message).toContain("it had 300 ms, a third of the flow's `timeout` or what was left of it");
});

test('statements of steps cannot write', async () => {
  const steps: Flow['steps'] = [{ name: 'wipe', target: 'db', sql: 'DELETE FROM things' }];
  expect((await walk([], { steps })).flow).toMatchObject({ status: 'fail', code: 'STEP_WRITES' });
});

test('an event counts once', async () => {
  const twice: Flow['steps'] = [
    ...chain.steps.slice(0, 4),
    { name: 'again', event: 'thing_added', within: 200 },
  ];
  expect((await walk([], { steps: twice })).flow).toMatchObject({
    status: 'fail',
    code: 'NO_EVENT',
    message: expect.stringContaining('step again'),
  });
});

test('an answer without what is to be captured ends the flow', async () => {
  const steps: Flow['steps'] = [
    { name: 'add', post: '/things', json: { name: '{{name}}' }, capture: { id: '$.nothing' } },
  ];
  const { flow, left } = await walk([], { steps });
  expect(flow).toMatchObject({ status: 'fail', code: 'CAPTURE_MISSING' });
  expect(left).toEqual([]);
});

test('without a declared expectation an error is an error', async () => {
  const steps: Flow['steps'] = [{ name: 'read', get: '/things/0' }];
  expect((await walk([], { steps })).flow).toMatchObject({ status: 'fail', code: 'STEP_MISMATCH' });
});
