import { jsonType } from '../matching/deep-equal.ts';
import type { HttpAnswer } from '../model/observations/http.ts';

const SIMPLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const MOST_FIELDS = 6;
/** Texts under these names say how a service is, and are the same each time. */
const SAYS_STATE = /^(?:status|state|ok|success|healthy|health|ready|message|result)$/i;

const mediaType = ({ headers }: HttpAnswer) => headers['content-type']?.split(';')[0]?.trim().toLowerCase();

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What stays true of a value that was seen twice: of a state that it is this one, of all else only its type. */
function matcher(name: string, first: unknown, second: unknown): unknown {
  const isState = SAYS_STATE.test(name) && first === second;
  if (isState && (typeof first === 'boolean' || (typeof first === 'string' && first.length <= 40)))
    return first;
  return first === null || second === null ? { exists: true } : { type: jsonType(first) };
}

function jsonFields(first: unknown, second: unknown): Record<string, unknown> {
  if (jsonType(first) !== 'object') return { $: { type: jsonType(first) } };
  const [one, other] = [first, second] as Record<string, unknown>[];
  const both = Object.keys(one ?? {}).filter(name => SIMPLE.test(name) && name in (other ?? {}));
  const fields = both
    .slice(0, MOST_FIELDS)
    .map(name => [`$.${name}`, matcher(name, one?.[name], other?.[name])]);
  return fields.length === 0 ? { $: { type: 'object' } } : Object.fromEntries(fields);
}

/**
 * What two answers to the same request let one expect: status, media type, and of JSON the fields at its top, with
 * values only where they say how the service is. Numbers, times and lists change by themselves.
 */
export function expectAnswer(first: HttpAnswer, second: HttpAnswer): Record<string, unknown> {
  const contentType = mediaType(first);
  const same = contentType !== undefined && contentType === mediaType(second) && first.body !== '';
  const [json, again] = [parsed(first.body), parsed(second.body)];
  const isJson =
    /[/+]json$/.test(contentType ?? '') && json !== undefined && jsonType(json) === jsonType(again);
  return {
    status: first.status,
    ...(same && { contentType }),
    ...(isJson && { json: jsonFields(json, again) }),
  };
}
