import { nearest } from '../did-you-mean.ts';
import type { Flaw, Path } from '../flaw.ts';
import { isMap } from '../is-map.ts';
import { METHODS } from '../method.ts';
import type { Auth } from '../schema/auth.ts';
import { type FileFacts, keysAt } from './facts.ts';

const TEMPLATE = /\{\{\s*([^{}\s]+)\s*\}\}/g;
/** What of a request is sent, and may hold variables. */
const SENT = [...METHODS, 'headers', 'json', 'form', 'text', 'params', 'connect'];
/** In a sequence of steps, expectations may hold what was captured before. */
const IN_SEQUENCE = [...SENT, 'expect'];
/** What the test user has when the file does not say. */
const USER_FIELDS = ['username', 'email', 'password'];

function unknown(name: string, known: ReadonlySet<string>, path: Path, lacks: readonly Path[]): Flaw {
  const near = nearest(name, known);
  return {
    code: 'CONFIG_UNKNOWN_VARIABLE',
    path,
    message: `nothing before this defines {{${name}}}`,
    expected: `one of ${[...known].map(one => `{{${one}}}`).join(', ')}`,
    got: `{{${name}}}`,
    fix:
      near === undefined
        ? 'Capture it in an earlier step, or correct its name.'
        : `Did you mean {{${near}}}?`,
    lacks,
  };
}

/** A capture may be a map, of which a template takes a part: `{{order.id}}`. */
const isKnown = (name: string, known: ReadonlySet<string>) => {
  const parts = name.split('.');
  return parts.some((_, index) => known.has(parts.slice(0, index + 1).join('.')));
};

/** @param lacks where else the variables could be defined. */
function inValue(
  value: unknown,
  known: ReadonlySet<string>,
  path: Path,
  lacks: readonly Path[] = [],
): Flaw[] {
  if (typeof value === 'string') {
    return [...value.matchAll(TEMPLATE)].flatMap(([, name = '']) =>
      isKnown(name, known) ? [] : [unknown(name, known, path, lacks)],
    );
  }
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap(key =>
    inValue((value as Record<string | number, unknown>)[key], known, [...path, key], lacks),
  );
}

/** Checks the steps in order; what one captures the next ones know. */
function inSteps(
  steps: readonly (readonly [unknown, Path])[],
  given: readonly string[],
  written: FileFacts['written'],
  sources: readonly Path[],
): Flaw[] {
  const known = new Set(given);
  const lacks = [...sources];
  return steps.flatMap(([step, path]) => {
    if (!isMap(step)) return [];
    const flaws = IN_SEQUENCE.flatMap(key => inValue(step[key], known, [...path, key], [...lacks]));
    const captures = [...path, 'capture'];
    for (const name of Object.keys(isMap(step.capture) ? step.capture : {})) known.add(name);
    for (const name of keysAt(written, ...captures)) known.add(name);
    lacks.push(captures);
    return flaws;
  });
}

/** The account that exists, where none is registered; else the user that is made up for the run. */
function userFields({ register, account, user }: Auth): string[] {
  if (register === undefined && account !== undefined) return Object.keys(account.user);
  return user === undefined ? USER_FIELDS : Object.keys(user);
}

function inAuth({ config: { auth }, written }: FileFacts): Flaw[] {
  if (auth === undefined) return [];
  const fields = [...userFields(auth), ...keysAt(written, 'auth', 'user')];
  const user = fields.map(field => `user.${field}`);
  const csrf = keysAt(written, 'auth').filter(key => key === 'csrf');
  const before = (['register', 'login'] as const).map(name => [auth[name], ['auth', name]] as const);
  const after = [
    ...(['whoami', 'logout'] as const).map(name => [auth[name], ['auth', name]] as const),
    ...(auth.cleanup ?? []).map((step, index) => [step, ['auth', 'cleanup', index]] as const),
  ];
  const token = [{ capture: { token: auth.token } }, ['auth']] as const;
  return [
    ...inValue(auth.user, new Set(['unique']), ['auth', 'user']),
    ...inSteps([...before, token, ...after], ['unique', ...user, ...csrf], written, [
      ['auth', 'user'],
      ['auth', 'account', 'user'],
      ['auth', 'register'],
    ]),
  ];
}

function inFlows({ config, written }: FileFacts): Flaw[] {
  return (config.system?.flows ?? []).flatMap((flow, index) => {
    const path = ['system', 'flows', index];
    const variables = [...path, 'variables'];
    const given = ['unique', ...Object.keys(flow.variables ?? {}), ...keysAt(written, ...variables)];
    const steps = [
      ...flow.steps.map((step, position) => [step, [...path, 'steps', position]] as const),
      ...(flow.teardown ?? []).map((step, position) => [step, [...path, 'teardown', position]] as const),
    ];
    return [
      ...inValue(flow.variables, new Set(['unique']), variables),
      ...inSteps(steps, given, written, [variables]),
    ];
  });
}

/** Every `{{variable}}` of what is sent is defined by then. */
export function variables(facts: FileFacts): Flaw[] {
  const known = new Set(['unique']);
  return [
    ...(facts.config.api?.endpoints ?? []).flatMap((endpoint: Readonly<Record<string, unknown>>, index) =>
      SENT.flatMap(key => inValue(endpoint[key], known, ['api', 'endpoints', index, key])),
    ),
    ...inAuth(facts),
    ...inFlows(facts),
  ];
}
