import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';
import { offsetIn } from '../../matching/offset-in.ts';
import type { SyntaxFlaw } from '../../model/observations/source.ts';
import type { Parse } from '../reading.ts';
import { mixedTabs } from './mixed-tabs.ts';

interface Diagnostic {
  readonly code: string | null;
  readonly message: string;
  readonly start_location: { readonly row: number; readonly column: number };
}

/** What CPython's compiler refuses and ruff finds with a rule: `return` outside of a function, two starred targets … */
const COMPILER = [
  'F404',
  'F406',
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
  'PLE1700',
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

/** `except ValueError, e:`, `except OSError, (number, text):`. */
const OLD_EXCEPT = /(?:\([^()]*\)|[\w.]+)\s*,\s*(?:([a-z_]\w*)|\(\s*([a-z_]\w*)[\w\s,]*\))\s*:/y;
let older: Workspace | undefined;

/** Whether a text gives a name to a class, or to several: by an import, an assignment, a parameter. */
const isBound = (text: string, name: string) =>
  new RegExp(
    `\\bimport\\b[^#\\n]*\\b${name}\\b|^\\s*${name}\\s*=(?!=)|\\bclass\\s+${name}\\b|\\bdef\\s+\\w+\\([^)]*\\b${name}\\b`,
    'm',
  ).test(text);

/**
 * What names an exception as Python 2 did. Since 3.14 these are two types to catch: so it is where the second is a name that
 * the text gives to something.
 */
function oldExcepts(text: string): SyntaxFlaw[] {
  if (!/^[ \t]*except\b[^:#]*,/m.test(text)) return [];
  older ??= new Workspace({ 'target-version': 'py313', lint: { select: ['F404'] } }, PositionEncoding.Utf16);
  return (older.check(text) as Diagnostic[])
    .filter(({ message }) => message.startsWith('Multiple exception types'))
    .map(flawOf)
    .filter(place => {
      OLD_EXCEPT.lastIndex = offsetIn(text, place);
      const [, one, first] = OLD_EXCEPT.exec(text) ?? [];
      const name = one ?? first;
      return name !== undefined && !isBound(text, name);
    })
    .map(({ line, column }) => ({
      line,
      column,
      message: 'names the exception as Python 2 did: write `as`',
    }));
}

/** Names that Python 2 had: code that runs under both guards them. */
const OLD =
  /`(?:basestring|unicode|long|xrange|raw_input|unichr|reload|cmp|file|reduce|execfile|buffer|WindowsError)`/;

/** Python as ruff parses it; needs no Python. */
export const parse: Parse = text => {
  const all = workspace.check(text) as Diagnostic[];
  const refused = all.filter(isSyntax).map(flawOf);
  const flaws = refused.length > 0 ? refused : [mixedTabs(text) ?? [], oldExcepts(text)].flat();
  const others = flaws.length > 0 ? [] : all.filter(({ message }) => !OLD.test(message));
  return { flaws, mistakes: others.map(flawOf) };
};
