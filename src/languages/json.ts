import { basename } from 'node:path/posix';
import { type ParseError, parse as parseJson, printParseErrorCode } from 'jsonc-parser';
import { placesIn } from '../matching/places-in.ts';
import type { Parse } from './reading.ts';

/** Files of tools that read comments and trailing commas. */
const WITH_COMMENTS =
  /\.jsonc$|^(?:[tj]sconfig[\w.-]*|\.?devcontainer|\.eslintrc|\.babelrc|\.swcrc|\.jshintrc|tslint|typedoc|nx|turbo|rush|deno|biome|wrangler|renovate|\.?cspell|\.markdownlint|appsettings[\w.-]*|angular|api-extractor|language-configuration|launch|settings|tasks|extensions|keybindings)(?:\.json)?$|\.code-workspace$/;

const wordsOf = (code: string) =>
  code
    .replace(/([A-Z])/g, ' $1')
    .trim()
    .toLowerCase();

/** JSON (RFC 8259); with comments where the tool that the file is for allows them. */
export const parse: Parse = (text, path) => {
  const allowed = WITH_COMMENTS.test(basename(path)) || path.includes('.vscode/');
  const errors: ParseError[] = [];
  parseJson(text, errors, { disallowComments: !allowed, allowTrailingComma: allowed });
  const place = placesIn(text);
  return {
    flaws: errors.map(({ error, offset }) => ({
      ...place(offset),
      message: wordsOf(printParseErrorCode(error)),
    })),
  };
};
