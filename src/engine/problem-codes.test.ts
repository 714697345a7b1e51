import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commonCodes } from './common-codes.ts';
import { explain } from './explain.ts';
import { hostChecks } from './host-checks.generated.ts';
import { problemCodes } from './problem-codes.ts';
import { checks } from './registry.generated.ts';

const ROOT = join(import.meta.dirname, '../..');
const FAMILIES =
  /'((?:CONFIG|STACK|COMPOSE|SPEC|HOOK|PLAN|PROVE|FIX|BACKUP|RESTORE|POSTGRES_TOOLS|NEEDS|RESET|ENVIRONMENT|SETUP|TESTS|STEP|OPERATION|DATABASE|FAULTS?|INIT_SQL|RUNTIME|PROJECT|NOTHING|TAG|OUTPUT|COMMAND|MONITOR)_[A-Z_]+)'/g;
/** Looks like a code, and is a variable of docker compose. */
const VARIABLES = ['COMPOSE_PROFILES'];

test('every problem that keeps failsafe from its work can be explained', async () => {
  const codes = new Set<string>();
  for await (const file of glob(['src/**/*.ts', 'reporters/*.ts'], { cwd: ROOT })) {
    if (file.endsWith('.test.ts')) continue;
    for (const [, code = ''] of (await readFile(join(ROOT, file), 'utf8')).matchAll(FAMILIES))
      codes.add(code);
  }
  const ofChecks = new Set([...checks, ...hostChecks].flatMap(check => Object.keys(check.codes)));
  const unknown = [...codes].filter(
    code =>
      !VARIABLES.includes(code) &&
      !Object.hasOwn(problemCodes, code) &&
      !Object.hasOwn(commonCodes, code) &&
      !ofChecks.has(code),
  );
  expect(codes.size).toBeGreaterThan(30);
  expect(unknown).toEqual([]);
});

test('a problem is explained by its code', () => {
  const [{ codes } = { codes: [] }] = explain('config_unknown_key', checks);
  expect(codes).toMatchObject([{ code: 'CONFIG_UNKNOWN_KEY', title: 'A key that failsafe does not know' }]);
});
