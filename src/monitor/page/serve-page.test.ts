// @ts-expect-error it has no types
import parsePrometheus from 'parse-prometheus-text-format';
import { request } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { reduce } from '../machine/reduce.ts';
import { emptyState } from '../machine/state.ts';
import { setupOf } from '../machine/testing/small-setup.ts';
import { type Overview, overviewOf } from './overview.ts';
import { type PageServer, servePage } from './serve-page.ts';

const open: PageServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(page => page.close()));
});

interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly metrics: readonly { readonly value: string; readonly labels: Readonly<Record<string, string>> }[];
}

const NOTHING = { series: [], regressions: [] };

const setup = setupOf();
const cause = { seenBy: 'db', code: 'EXIT_KILLED', message: 'ended </script><b>' };
const down = {
  type: 'seen',
  sightings: { db: { is: 'down', cause }, api: { is: 'blocked', by: 'db', cause } },
} as const;

/** What is seen after as many failed looks. */
function overview(looks: number): Overview {
  let state = emptyState('page');
  const now = Date.now();
  for (let look = 0; look < looks; look++) state = reduce(setup, state, down, now + look * 10_000).state;
  return overviewOf(setup, state, 'compose', now);
}

async function serve(host: string, shown: () => Overview, token?: string) {
  const page = await servePage({ host, port: 0, ...(token && { token }) }, shown, () => NOTHING);
  open.push(page);
  return async (path: string, headers: Record<string, string> = {}) => {
    const { statusCode, body, headers: answered } = await request(new URL(path, page.url), { headers });
    return { status: statusCode, text: await body.text(), headers: answered };
  };
}

describe('the page', () => {
  test('is one document that needs nothing from elsewhere', async () => {
    const get = await serve('127.0.0.1', () => overview(0));
    const { status, text, headers } = await get('/');
    expect(status).toBe(200);
    expect(text).not.toMatch(/(?:src|href)="(?!data:)/);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('tells machines the same', async () => {
    const get = await serve('127.0.0.1', () => overview(4));
    const status = JSON.parse((await get('/api/status')).text);
    expect(status).toMatchObject({
      verdict: 'unhealthy',
      project: 'shop',
      alerts: [{ root: 'db', affected: ['api'] }],
    });
    expect(status.subjects.find(({ key }: { key: string }) => key === 'api')).toMatchObject({
      phase: 'blocked',
      blockedBy: 'db',
    });
    const metrics = (await get('/metrics')).text;
    const families: Family[] = parsePrometheus(metrics);
    const samplesOf = (name: string) => families.find(family => family.name === name)?.metrics;
    expect(families.every(({ type, help }) => type === 'GAUGE' && help !== '')).toBe(true);
    expect(samplesOf('failsafe_up')).toEqual([{ value: '0', labels: { project: 'shop' } }]);
    expect(samplesOf('failsafe_subject_phase')).toHaveLength(2);
    expect(metrics).toContain('failsafe_up{project="shop"} 0');
    expect(metrics).toContain(
      'failsafe_subject_phase{subject="api",kind="service",phase="blocked",project="shop"} 1',
    );
    expect(metrics).toContain(
      'failsafe_alert_firing{root="db",kind="down",code="EXIT_KILLED",project="shop"} 1',
    );
    expect((await get('/badge.svg')).text).toContain('unhealthy');
    expect((await get('/healthz')).text).toBe('ok\n');
    expect((await get('/none')).status).toBe(404);
  });

  test('names that look like the format of Prometheus come out as they are', async () => {
    const hostile = 'a"b\\c\n# HELP d {e="f"} 1';
    const shown = overview(4);
    const subjects = shown.subjects.map(one => ({ ...one, key: `${one.key}${hostile}` }));
    const get = await serve('127.0.0.1', () => ({ ...shown, subjects }));
    const families: Family[] = parsePrometheus((await get('/metrics')).text);
    const phases = families.find(({ name }) => name === 'failsafe_subject_phase')?.metrics ?? [];
    expect(phases.map(({ labels }) => labels.subject)).toEqual(subjects.map(({ key }) => key));
  });

  test('says that nothing is known before the first look', async () => {
    const get = await serve('127.0.0.1', () => overview(0));
    expect(JSON.parse((await get('/api/status')).text).verdict).toBe('unknown');
  });

  test('says that the monitor hangs', async () => {
    const get = await serve('127.0.0.1', () => ({ ...overview(1), seenAt: Date.now() - 3_600_000 }));
    expect((await get('/healthz')).status).toBe(503);
  });

  test('follows what happens', async () => {
    let looks = 0;
    const page = await servePage(
      { host: '127.0.0.1', port: 0 },
      () => overview(looks),
      () => NOTHING,
    );
    open.push(page);
    const { body } = await request(new URL('/events', page.url));
    const read = body[Symbol.asyncIterator]();
    const next = async () => JSON.parse(String((await read.next()).value).replace(/^data: /, '')).verdict;
    expect(await next()).toBe('unknown');
    looks = 4;
    page.changed();
    expect(await next()).toBe('unhealthy');
    body.destroy();
  });

  test.each([
    ['a name of elsewhere that points here', '127.0.0.1', undefined, { host: 'evil.example' }, 401],
    ['no token where one is set', '127.0.0.1', 'open sesame', {}, 401],
    ['a wrong token', '0.0.0.0', 'open sesame', { authorization: 'Bearer nothing' }, 401],
    ['the token', '0.0.0.0', 'open sesame', { authorization: 'Bearer open sesame' }, 200],
    ['no token on an address that others reach', '0.0.0.0', undefined, {}, 401],
  ])('is guarded: %s', async (_, host, token, headers, status) => {
    const get = await serve(host, () => overview(0), token);
    expect((await get('/api/status', headers)).status).toBe(status);
  });

  test('what runs the monitor asks for its health without a token', async () => {
    const get = await serve('0.0.0.0', () => overview(0), 'open sesame');
    expect(await get('/healthz')).toMatchObject({ status: 200, text: 'ok\n' });
  });

  test('only shows: whatever would change something is refused', async () => {
    const page = await servePage(
      { host: '127.0.0.1', port: 0 },
      () => overview(0),
      () => NOTHING,
    );
    open.push(page);
    expect((await request(page.url, { method: 'POST' })).statusCode).toBe(405);
  });
});
