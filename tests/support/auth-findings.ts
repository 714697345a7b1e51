import type { LoadedConfig } from '../../src/config/loaded-config.ts';
import type { Auth } from '../../src/config/schema/auth.ts';
import { loadProbe } from '../../src/engine/load-probe.generated.ts';
import { createPlan } from '../../src/engine/plan.ts';
import { checks } from '../../src/engine/registry.generated.ts';
import { createRun } from '../../src/engine/run.ts';
import type { CheckResult } from '../../src/model/result.ts';
import { Secret } from '../../src/model/secret.ts';
import type { Stack } from '../../src/model/stack.ts';
import { type AuthServer, type AuthServerOptions, type Fault, startAuthServer } from './auth-server.ts';
import { loadedWith } from './small-plan.ts';

const credentials = { email: '{{user.email}}', password: '{{user.password}}' };

/** The session of the small server. */
export const declared = (server: Pick<AuthServer, 'signingKey'>, more: Partial<Auth> = {}): Auth => ({
  target: 'web',
  register: { post: '/auth/register', json: credentials, expect: { status: 201 } },
  login: { post: '/auth/login', json: credentials, expect: { status: 200 } },
  whoami: {
    get: '/auth/status',
    expect: { status: 200, json: { '$.data.email': '{{user.email}}' } },
  },
  logout: { get: '/auth/logout', expect: { status: 200 } },
  cleanup: [{ delete: '/users/{{user.email}}' }],
  signingKey: new Secret('SECRET_KEY', server.signingKey),
  timeout: 5000,
  ...more,
});

/** A config whose `web` is the small server. */
export const loadedFor = ({ port }: Pick<AuthServer, 'port'>, auth: Auth): LoadedConfig => ({
  ...loadedWith(),
  config: { version: 1, project: 'small', auth },
  webTargets: { web: { name: 'web', endpoint: { host: '127.0.0.1', port }, tls: false, basePath: '' } },
});

/** Results of all checks of the level, through the engine. */
export async function authResults(loaded: LoadedConfig): Promise<{ results: CheckResult[]; kept: string[] }> {
  const plan = createPlan(
    loaded,
    checks.filter(({ level }) => level === 'auth'),
  );
  const kept: string[] = [];
  const run = createRun({
    plan,
    stack: {} as Stack,
    loadProbe,
    signal: new AbortController().signal,
    redact: { keep: value => kept.push(value), deep: value => value },
  });
  return { results: await Promise.all(plan.checks.map(({ id }) => run.result(id))), kept };
}

/** The findings on a server with these faults: `login fail NO_TOKEN`; those put down to others are left out. */
export async function authFindings(
  faults: readonly Fault[],
  more: Partial<Auth> = {},
  options: AuthServerOptions = {},
) {
  await using server = await startAuthServer(faults, options);
  const { results } = await authResults(loadedFor(server, declared(server, more)));
  const bad = results.filter(({ status }) => !['pass', 'skip', 'blocked'].includes(status));
  return {
    findings: bad.map(({ check, status, code }) => `${check.replace('auth.', '')} ${status} ${code}`),
    results,
    left: server.users(),
    failedLogins: server.log.filter(line => /POST \/auth\/login (4|5)/.test(line)).length,
  };
}
