import type supertest from 'supertest';
import { Type } from 'typebox';
import { DecodeUnsafe, Errors } from 'typebox/value';
import { HttpExpectation } from '../config/schema/expectation.ts';
import { commonCodes } from '../engine/common-codes.ts';
import { checks } from '../engine/registry.generated.ts';
import { loadSchema } from '../matching/json-schema.ts';
import { judgeHttp } from '../matching/judge-http.ts';
import type { Mismatch } from '../matching/mismatch.ts';
import type { HttpAnswer } from '../model/observations/http.ts';
import { supertestAnswer } from '../probes/supertest-answer.ts';

const Expectation = Type.Omit(HttpExpectation, ['latency']);
/** The `expect` of an endpoint in failsafe.yaml, without `latency`, which an answer does not tell. */
export type ResponseExpectation = Type.Static<typeof Expectation>;

/** What a matcher gives. */
interface Judgement {
  readonly pass: boolean;
  message(): string;
}

function answerOf(response: supertest.Response): HttpAnswer {
  const { text = '' } = response;
  const validText = !text.includes('\uFFFD');
  const body = { text, bytes: Buffer.byteLength(text), cut: false, validText };
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

const judgement = (found: readonly Mismatch[], good: string): Judgement => ({
  pass: found.length === 0,
  message: () => (found.length === 0 ? good : told(found)),
});

/** Whether an answer is as it is wanted; `root` is the folder of schemas. */
export function judgeResponse(
  response: supertest.Response,
  wanted: ResponseExpectation,
  root: string,
): Judgement {
  const expectation = decoded(wanted);
  const { schema } = expectation;
  const judge = schema === undefined ? undefined : loadSchema(root, schema);
  const found = judgeHttp(answerOf(response), expectation, { schema: judge });
  return judgement(
    found.filter(({ warning }) => !warning),
    'the answer is as it should not be',
  );
}

/** Whether a document keeps to a JSON Schema; `root` is the folder of schemas. */
export const judgeDocument = (document: unknown, schema: string | object, root: string): Judgement =>
  judgement(loadSchema(root, schema)(document), 'the document keeps to the schema');
