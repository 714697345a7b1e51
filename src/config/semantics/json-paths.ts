import { jsonPathError } from '../../matching/json-path.ts';
import type { Flaw, Path } from '../flaw.ts';
import { isMap } from '../is-map.ts';
import type { FileFacts } from './facts.ts';
import { allSteps } from './steps.ts';

/** A JSONPath of the file; it is a key of `json` or a value of `capture`. */
interface PlacedPath {
  readonly query: string;
  readonly path: Path;
  readonly at: 'key' | 'value';
}

const keys = (map: unknown, ...path: Path): PlacedPath[] =>
  Object.keys(isMap(map) ? map : {}).map(query => ({ query, path: [...path, query], at: 'key' }));

const values = (map: unknown, ...path: Path): PlacedPath[] =>
  Object.entries(isMap(map) ? map : {}).map(([name, query]) => ({
    query: String(query),
    path: [...path, name],
    at: 'value',
  }));

/** The paths of anything that has `expect.json`, `json` on an event, or `capture`. */
function ofStep(step: unknown, ...path: Path): PlacedPath[] {
  if (!isMap(step)) return [];
  const { expect, capture } = step;
  const json = isMap(expect) ? expect.json : undefined;
  return [...keys(json, ...path, 'expect', 'json'), ...values(capture, ...path, 'capture')];
}

function pathsOf({ config }: FileFacts): PlacedPath[] {
  const { api, auth, realtime } = config;
  return [
    ...(api?.endpoints ?? []).flatMap((endpoint, index) => ofStep(endpoint, 'api', 'endpoints', index)),
    ...(['register', 'login', 'whoami', 'logout'] as const).flatMap(name =>
      ofStep(auth?.[name], 'auth', name),
    ),
    ...(auth?.cleanup ?? []).flatMap((step, index) => ofStep(step, 'auth', 'cleanup', index)),
    ...(auth?.token === undefined ? [] : values({ token: auth.token }, 'auth')),
    ...(realtime?.socketio ?? []).flatMap(({ greets, echo }, index) => [
      ...keys(greets?.json, 'realtime', 'socketio', index, 'greets', 'json'),
      ...keys(echo?.json, 'realtime', 'socketio', index, 'echo', 'json'),
    ]),
    ...allSteps(config).flatMap(({ step, path }) => ofStep(step, ...path)),
  ];
}

/** Every JSONPath is one by RFC 9535. */
export function jsonPaths(facts: FileFacts): Flaw[] {
  return pathsOf(facts).flatMap(({ query, path, at }): Flaw[] => {
    const error = jsonPathError(query);
    if (error === undefined) return [];
    return [
      {
        code: 'CONFIG_INVALID_JSONPATH',
        path,
        at,
        message: `${JSON.stringify(query)} is no JSONPath`,
        expected: 'a JSONPath by RFC 9535, such as $.data.users[0].email',
        got: JSON.stringify(query),
        causes: [error],
        fix: 'Correct the path; quote names with odd characters: $["a-b"].',
      },
    ];
  });
}
