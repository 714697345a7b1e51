import type { CodePage } from '../check.ts';

/** The pages of a body in which no JSON can be read. */
export const jsonPages = {
  EMPTY_BODY: {
    title: 'The body is empty',
    cause: 'The handler ended without writing, or a proxy dropped the body.',
    fix: 'Ask the service directly, past the proxy, and read its log.',
  },
  NOT_JSON: {
    title: 'The body is not JSON',
    cause:
      'An error page, a debug print or text of another kind took the place of the JSON, or server and proxy both packed it.',
    fix: 'Look at the body in the evidence; have the handler answer with JSON in every case.',
  },
  BODY_TOO_LARGE: {
    title: 'The body is too large to judge',
    cause: 'A list without a limit: failsafe reads 1 MiB of a body.',
    fix: 'Ask for a page of the list (`?limit=`), which your users would be grateful for as well.',
  },
  JSON_NOT_UTF8: {
    title: 'The JSON is not in UTF-8',
    cause:
      'The handler writes text in the charset of its platform, or in one that a setting or a `charset` of its content type names. JSON is UTF-8 for whoever reads it: a browser gets an error, or other letters.',
    fix: 'Have the handler encode what it writes as UTF-8, and send `application/json` without a charset.',
  },
  JSON_TOO_DEEP: {
    title: 'The JSON is nested too deeply',
    cause:
      'A structure that refers to itself was written out, or somebody means harm: readers overflow their stack.',
    fix: 'Have the handler write ids in place of the objects that lead back, or flatten the structure.',
  },
  JSON_DUPLICATE_KEY: {
    title: 'The JSON has a member twice',
    cause: 'Two layers write the same member. Which of the two counts differs from client to client.',
    fix: 'Have one place in the handler write the member that comes twice.',
  },
} satisfies Record<string, CodePage>;
