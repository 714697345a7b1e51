import { bracedReference } from '../config/braced-reference.ts';

/** A variable that a text of compose names. */
export interface VariableReference {
  readonly name: string;
  /** Such as `:-` or `:?`; empty when nothing follows the name. */
  readonly operator: string;
  readonly operand: string;
}

const START = /\$(?:\$|[A-Za-z_][A-Za-z0-9_]*|\{)/g;

/** The variables of a text, those in defaults included. */
export function referencesIn(text: string): VariableReference[] {
  const found: VariableReference[] = [];
  for (const { index, 0: start } of text.matchAll(START)) {
    if (start === '$$') continue;
    if (start !== '${') found.push({ name: start.slice(1), operator: '', operand: '' });
    else {
      const braced = bracedReference(text, index);
      if (braced !== undefined) found.push(braced);
    }
  }
  return found;
}
