import { ProblemError } from '../../model/problem.ts';
import type { Flaw, Path } from '../flaw.ts';
import { isMap } from '../is-map.ts';
import type { Facts } from './facts.ts';
import { allSteps } from './steps.ts';

interface PlacedSchema {
  readonly schema: string | object;
  readonly path: Path;
}

function schemaOf(step: unknown, ...path: Path): PlacedSchema[] {
  const expect = isMap(step) ? step.expect : undefined;
  const schema = isMap(expect) ? expect.schema : undefined;
  return typeof schema === 'string' || isMap(schema) ? [{ schema, path: [...path, 'expect', 'schema'] }] : [];
}

function schemasOf({ config }: Facts): PlacedSchema[] {
  const { api, auth } = config;
  return [
    ...(api?.endpoints ?? []).flatMap((endpoint, index) => schemaOf(endpoint, 'api', 'endpoints', index)),
    ...(['register', 'login', 'whoami', 'logout'] as const).flatMap(name =>
      schemaOf(auth?.[name], 'auth', name),
    ),
    ...(auth?.cleanup ?? []).flatMap((step, index) => schemaOf(step, 'auth', 'cleanup', index)),
    ...allSteps(config).flatMap(({ step, path }) => schemaOf(step, ...path)),
  ];
}

/** Every JSON Schema can be read and compiled. */
export async function jsonSchemas(facts: Facts): Promise<Flaw[]> {
  const placed = schemasOf(facts);
  if (placed.length === 0) return [];
  const { loadSchema } = await import('../../matching/json-schema.ts');
  return placed.flatMap(({ schema, path }): Flaw[] => {
    try {
      loadSchema(facts.root, schema);
      return [];
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return error.problems.map(({ message, causes, fix }) => ({
        code: 'CONFIG_JSON_SCHEMA',
        path,
        message,
        causes,
        fix,
      }));
    }
  });
}
