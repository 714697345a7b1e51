import type { Composed, SourceTree, SyntaxFlaw } from '../model/observations/source.ts';

/** What a parser makes of a text. */
export interface Reading {
  readonly flaws: readonly SyntaxFlaw[];
  /** What can be read, and fails when it is run. */
  readonly mistakes?: readonly SyntaxFlaw[];
  /** Where rules look into the language; also of a text with flaws, as far as it could be read. */
  readonly tree?: SourceTree;
}

/** Reads a text of one language. `path` tells dialects apart, `composed` what of a compose file counts. */
export type Parse = (text: string, path: string, composed?: Composed) => Reading | Promise<Reading>;
