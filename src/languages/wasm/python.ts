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

/** Names that do not exist, formats without their values, asserts that are always true … `noqa` is ruff's own to heed. */
const MISTAKES = ['F50', 'F52', 'F63', 'F82', 'PLE'];

/** The newest Python that ruff knows: what older ones lack is not ours to judge. */
const workspace = new Workspace(
  { 'target-version': 'py314', lint: { select: [...COMPILER, ...MISTAKES] } },
  PositionEncoding.Utf16,
);

const isSyntax = ({ code }: Diagnostic) =>
  code === null || code === 'invalid-syntax' || COMPILER.includes(code);

const flawOf = ({ message, start_location: { row, column } }: Diagnostic) => ({ line: row, column, message });

/** Names that Python 2 had: code that runs under both guards them. */
const OLD =
  /`(?:basestring|unicode|long|xrange|raw_input|unichr|reload|cmp|file|reduce|execfile|buffer|WindowsError)`/;

/** Python as ruff parses it; needs no Python. */
export const parse: Parse = text => {
  const all = workspace.check(text) as Diagnostic[];
  const flaws = all.filter(isSyntax).map(flawOf);
  const others = flaws.length > 0 ? [] : all.filter(({ message }) => !OLD.test(message));
  return { flaws, mistakes: others.map(flawOf) };
};
