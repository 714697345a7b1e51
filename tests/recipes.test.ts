import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Auth } from '../src/config/schema/auth.ts';
import { Secret } from '../src/model/secret.ts';
import { authResults, loadedFor } from './support/auth-findings.ts';
import { ROOT } from './support/deployment.ts';
import {
  ACCOUNT,
  FRAMEWORKS,
  type FrameworkFaults,
  startFrameworkServer,
} from './support/framework-server.ts';

const PAGE = readFileSync(join(ROOT, 'docs/recipes.md'), 'utf8');

/** What the page says of a framework, with the password that its variable has. */
function recipe(name: string): Auth {
  const [, text = ''] =
    new RegExp(`^\`\`\`yaml fragment ${name}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(PAGE) ?? [];
  const { auth } = parse(text);
  const password = new Secret('WATCHER_PASSWORD', ACCOUNT.password);
  return { ...auth, account: { user: { ...auth.account.user, password } }, timeout: 5000 };
}

async function lookAt(name: string, faults?: FrameworkFaults, change: (auth: Auth) => Auth = auth => auth) {
  const framework = FRAMEWORKS[name];
  if (framework === undefined) throw new Error(`no such framework: ${name}`);
  await using server = await startFrameworkServer(framework, faults);
  const { results } = await authResults(loadedFor(server, change(recipe(name))));
  const bad = results.filter(({ status }) => ['fail', 'error'].includes(status));
  return {
    results,
    log: [...server.log],
    findings: bad.map(({ check, code }) => `${check.replace('auth.', '')} ${code}`),
  };
}

describe.each(Object.keys(FRAMEWORKS))('the recipe for %s', name => {
  test('signs in, is known, signs out; what it sends has its token', async () => {
    const { findings, results, log } = await lookAt(name);
    expect(findings).toEqual([]);
    const passed = results.filter(({ status }) => status === 'pass').map(({ check }) => check);
    expect(passed).toEqual(
      expect.arrayContaining(
        ['login', 'whoami', 'no-token', 'wrong-password', 'logout-revokes'].map(one => `auth.${one}`),
      ),
    );
    expect(log.filter(line => line.endsWith(` ${FRAMEWORKS[name]?.forged}`))).toEqual([]);
  });

  test('finds what is wrong', async () => {
    expect((await lookAt(name, { anyPassword: true })).findings).toContain(
      'wrong-password ANY_PASSWORD_ACCEPTED',
    );
    expect((await lookAt(name, { openToAll: true })).findings).toContain('no-token OPEN_TO_ALL');
  });

  test('without its token does not sign in', async () => {
    const bare = ({ csrf: _, ...auth }: Auth): Auth => auth;
    const { findings } = await lookAt(name, {}, bare);
    expect(findings.some(one => one.startsWith('login '))).toBe(true);
  });
});
