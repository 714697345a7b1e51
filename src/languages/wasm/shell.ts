import { LangVariant, parse as parseShell } from 'sh-syntax';
import type { Parse } from '../reading.ts';

interface ShellError {
  readonly Text: string;
  readonly Pos: { readonly Line: number; readonly Col: number };
}

const isShellError = (error: unknown): error is ShellError =>
  typeof error === 'object' && error !== null && 'Pos' in error && 'Text' in error;

/** Shells with a grammar of their own. */
const FOREIGN = /^#!.*\b(?:zsh|fish|ksh|csh|tcsh)\b/;
const POSIX = /^#!.*\/(?:env\s+)?(?:sh|dash)\b/;

/** What another shell than the one asked for would understand. */
const DIALECT = /^(\d+):(\d+): (.+)$/s;

/** The system looks for an interpreter of that very name, with the carriage return. */
const WINDOWS = /^#![^\n]*\r\n/;
const NO_INTERPRETER =
  'ends as on Windows: the system finds no interpreter with a carriage return in its name';

/** Bash, or the POSIX shell where the first line says so. Nothing is run. */
export const parse: Parse = async text => {
  const ending = WINDOWS.exec(text)?.[0].length;
  if (ending !== undefined) return { flaws: [{ line: 1, column: ending - 1, message: NO_INTERPRETER }] };
  if (FOREIGN.test(text)) return { flaws: [] };
  try {
    await parseShell(text, { variant: POSIX.test(text) ? LangVariant.LangPOSIX : LangVariant.LangBash });
    return { flaws: [] };
  } catch (error) {
    if (isShellError(error)) {
      return { flaws: [{ line: error.Pos.Line, column: error.Pos.Col, message: error.Text }] };
    }
    const dialect = error instanceof Error ? DIALECT.exec(error.message) : null;
    if (dialect === null) throw error;
    const [, line, column, message = ''] = dialect;
    return { flaws: [{ line: Number(line), column: Number(column), message }] };
  }
};
