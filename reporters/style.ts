import { createColors } from 'picocolors';
import type { Status } from '../src/model/status.ts';

/** Colours for a terminal, or none. */
export type Style = ReturnType<typeof createColors>;

/** Colour only where it is asked for or a person looks: FORCE_COLOR, NO_COLOR, else whether it is a terminal. */
export function styleFor(stream: { isTTY?: boolean }, environment = process.env): Style {
  if (environment.NO_COLOR) return createColors(false);
  if (environment.FORCE_COLOR) return createColors(environment.FORCE_COLOR !== '0');
  return createColors(stream.isTTY === true);
}

/** The mark of each status, one column wide. */
export const MARKS: Readonly<Record<Status, string>> = {
  pass: '✓',
  warn: '!',
  fail: '✗',
  known: '~',
  error: '?',
  blocked: '⊘',
  skip: '-',
};

/** Paints text in the colour of a status. */
export function paint(style: Style, status: Status, text: string): string {
  const colour = {
    pass: style.green,
    warn: style.yellow,
    fail: style.red,
    known: style.yellow,
    error: style.magenta,
    blocked: style.dim,
    skip: style.dim,
  };
  return colour[status](text);
}
