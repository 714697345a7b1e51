import type supertest from 'supertest';
import type { HttpAnswer } from '../model/observations/http.ts';
import type { Body } from './read-body.ts';

/** An answer that supertest got, as every other one is judged. */
export function supertestAnswer(
  response: supertest.Response,
  { text, ...body }: Body,
  { url, durationMs }: Pick<HttpAnswer, 'url' | 'durationMs'>,
): HttpAnswer {
  const headers = response.headers as Record<string, string | string[]>;
  return {
    url,
    status: response.status,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    ),
    cookies: [headers['set-cookie'] ?? []].flat(),
    body: text,
    ...body,
    durationMs,
    firstByteMs: durationMs,
  };
}
