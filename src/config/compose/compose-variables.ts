import { bracedReference } from '../braced-reference.ts';

/** A value of a variable, empty ones included. */
export type Lookup = (name: string) => string | undefined;

/** `$$`, a name without braces, or the beginning of one in braces. */
const START = /\$(?:\$|[A-Za-z_][A-Za-z0-9_]*|\{)/g;

/**
 * Replaces variables as compose does: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:+other}`,
 * `$$` for a dollar; defaults may hold variables. What is unset becomes empty and is reported to `missing`; a `${` that
 * begins no variable stays, and is reported to `malformed`.
 */
export function replaceVariables(
  text: string,
  lookup: Lookup,
  missing: (name: string) => void = () => {},
  malformed: () => void = () => {},
): string {
  const inner = (operand: string, used: boolean) =>
    replaceVariables(operand, lookup, used ? missing : undefined, malformed);

  function replacement(name: string, operator: string, operand: string): string {
    const value = lookup(name);
    const isSet = value !== undefined && (value !== '' || !operator.startsWith(':'));
    const takesOperand = operator.endsWith('+') ? isSet : operator.endsWith('-') && !isSet;
    const other = inner(operand, takesOperand);
    if (takesOperand) return other;
    if (isSet && !operator.endsWith('+')) return value;
    if (!isSet && !operator.endsWith('+')) missing(name);
    return '';
  }

  let result = '';
  let at = 0;
  for (const { index, 0: found } of text.matchAll(START)) {
    // Within a default that has been replaced already.
    if (index < at) continue;
    const braced = found === '${' ? bracedReference(text, index) : undefined;
    result += text.slice(at, index);
    at = braced?.end ?? index + found.length;
    if (braced !== undefined) result += replacement(braced.name, braced.operator, braced.operand);
    else if (found === '$$') result += '$';
    else if (found !== '${') result += replacement(found.slice(1), '', '');
    else {
      result += found;
      malformed();
    }
  }
  return result + text.slice(at);
}
