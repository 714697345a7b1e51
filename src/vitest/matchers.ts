import type supertest from 'supertest';
import { Type } from 'typebox';
import { DecodeUnsafe, Errors } from 'typebox/value';
import { expect as base } from 'vitest';
import { HttpExpectation } from '../config/schema/expectation.ts';
import { commonCodes } from '../engine/common-codes.ts';
import { checks } from '../engine/registry.generated.ts';
import { loadSchema } from '../matching/json-schema.ts';
import { judgeHttp } from '../matching/judge-http.ts';
import type { Mismatch } from '../matching/mismatch.ts';
import type { HttpAnswer } from '../model/observations/http.ts';
import { supertestAnswer } from '../probes/supertest-answer.ts';
import { loaded } from './deployment.ts';
import { resultOf } from './verify-each.ts';

const Expectation = Type.Omit(HttpExpectation, ['latency']);
/** The `expect` of an endpoint in failsafe.yaml, without `latency`, which an answer does not tell. */
export type ResponseExpectation = Type.Static<typeof Expectation>;

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

function answerOf(response: supertest.Response): HttpAnswer {
  const { text = '' } = response;
  const body = { text, bytes: Buffer.byteLength(text), cut: false };
  return supertestAnswer(response, body, { url: '', durationMs: 0 });
}

/** What is known of a code: its likely cause and its fix. */
function pageOf(code: string): string {
  const page = commonCodes[code] ?? checks.map(({ codes }) => codes[code]).find(found => found !== undefined);
  return page === undefined ? '' : `\n  cause  ${page.cause}\n  fix    ${page.fix}`;
}

const told = (mismatches: readonly Mismatch[]): string =>
  mismatches.map(({ code, message }) => `${code}: ${message}${pageOf(code)}`).join('\n');

/** @throws TypeError for what can never be met, or says nothing */
function decoded(expectation: unknown): HttpExpectation {
  const [first] = Errors(Expectation, expectation);
  if (first === undefined)
    return DecodeUnsafe({}, Expectation, structuredClone(expectation)) as HttpExpectation;
  throw new TypeError(`no expectation of an answer: ${first.instancePath || 'it'} ${first.message}`);
}

/** Vitest's `expect`, which knows answers, documents and checks of the deployment. */
export const expect = base;
expect.extend({
  toRespondWith(response: supertest.Response, wanted: ResponseExpectation) {
    const expectation = decoded(wanted);
    const { schema } = expectation;
    const judge = schema === undefined ? undefined : loadSchema(loaded.root, schema);
    const found = judgeHttp(answerOf(response), expectation, { schema: judge }).filter(
      ({ warning }) => !warning,
    );
    return {
      pass: found.length === 0,
      message: () => (found.length === 0 ? 'the answer is as it should not be' : told(found)),
    };
  },
  toMatchSchema(document: unknown, schema: string | object) {
    const found = loadSchema(loaded.root, schema)(document);
    return {
      pass: found.length === 0,
      message: () => (found.length === 0 ? 'the document keeps to the schema' : told(found)),
    };
  },
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
