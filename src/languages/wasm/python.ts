import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';
import type { Parse } from '../reading.ts';

interface Diagnostic {
  readonly code: string | null;
  readonly message: string;
  readonly start_location: { readonly row: number; readonly column: number };
}

/** What CPython's compiler refuses and ruff finds with a rule: `return` outside of a function, two starred targets … */
const COMPILER = [
  'F404',
  'F407',
  'F621',
  'F622',
  'F701',
  'F702',
  'F704',
  'F706',
  'F707',

  'PLE0115',
  'PLE0117',
  'PLE0118',
  'PLE1142',
];

/** The newest Python that ruff knows: what older ones lack is not ours to judge. */
const workspace = new Workspace(
  { 'target-version': 'py314', lint: { select: COMPILER } },
  PositionEncoding.Utf16,
);

const isSyntax = ({ code }: Diagnostic) =>
  code === null || code === 'invalid-syntax' || COMPILER.includes(code);

/** Python as ruff parses it; needs no Python. */
export const parse: Parse = text => ({
  flaws: (workspace.check(text) as Diagnostic[])
    .filter(isSyntax)
    .map(({ message, start_location: { row, column } }) => ({ line: row, column, message })),
});
