import { parse as parseToml, TomlError } from 'smol-toml';
import type { Parse } from './reading.ts';

/** TOML 1.0. */
export const parse: Parse = text => {
  try {
    parseToml(text);
    return { flaws: [] };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [first = ''] = error.message.split('\n', 1);
    return {
      flaws: [
        { line: error.line, column: error.column, message: first.replace(/^Invalid TOML document: /, '') },
      ],
    };
  }
};
