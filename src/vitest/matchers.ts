import { createRequire } from 'node:module';
import { extname } from 'node:path';
import type supertest from 'supertest';
import { expect as base } from 'vitest';
import type { ResponseExpectation } from './judge-response.ts';
import { resultOf, root } from './verify-each.ts';

export type { ResponseExpectation };

/** What failsafe adds to `expect`. */
export interface DeploymentMatchers<R = unknown> {
  /** An answer of `http()` is as `expect` of an endpoint in failsafe.yaml would have it. */
  toRespondWith(expectation: ResponseExpectation): R;
  /** A document keeps to a JSON Schema (2020-12 or draft-07): one that is written here, or a file from the folder of failsafe.yaml. */
  toMatchSchema(schema: string | object): R;
  /** The check of this id passes, such as `containers.running:db`. */
  toBeHealthy(): Promise<R>;
}

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends DeploymentMatchers<R> {}
}

const require = createRequire(import.meta.url);

/** What judges brings all that failsafe.yaml can say of an answer. A matcher cannot wait, and most specs use none. */
const judges = (): typeof import('./judge-response.ts') =>
  require(`./judge-response${extname(import.meta.url)}`);

/** Vitest's `expect`, which knows answers, documents and checks of the deployment. */
export const expect = base;
expect.extend({
  toRespondWith: (response: supertest.Response, wanted: ResponseExpectation) =>
    judges().judgeResponse(response, wanted, root),
  toMatchSchema: (document: unknown, schema: string | object) =>
    judges().judgeDocument(document, schema, root),
  async toBeHealthy(id: string) {
    const { status, code, message, cause, fixes } = await resultOf(id);
    const why = [
      `${id}: ${status} ${code}: ${message}`,
      cause && `  cause  ${cause}`,
      ...fixes.map(
        fix => `  fix    ${fix.text}${fix.command === undefined ? '' : `\n         $ ${fix.command}`}`,
      ),
    ];
    return { pass: status === 'pass' || status === 'warn', message: () => why.filter(Boolean).join('\n') };
  },
});
