import { bracedReference } from './braced-reference.ts';
import { nearest } from './did-you-mean.ts';
import { type Flaw, formatPath, type Path } from './flaw.ts';
import type { Variables } from './variables.ts';

/** A document with the variables in its texts replaced. */
export interface Interpolated {
  readonly value: unknown;
  readonly changed: boolean;
  readonly flaws: readonly Flaw[];
  /** The variables that were put into texts. */
  readonly used: Readonly<Record<string, string>>;
}

function unset(name: string, path: Path, variables: Variables): Flaw {
  const near = nearest(name, variables.names);
  return {
    code: 'CONFIG_UNSET_VARIABLE',
    path,
    message: `the environment variable ${name} is unset or empty`,
    expected: `a value of ${name}, in the environment or in the file of stack.env`,
    got: 'nothing',
    fix: near === undefined ? `Set ${name}, or write a default: \${${name}:-…}.` : `Did you mean "${near}"?`,
    lacks: [['stack', 'env']],
  };
}

const malformed = (path: Path): Flaw => ({
  code: 'CONFIG_INVALID_VALUE',
  path,
  message: `${formatPath(path)} has a "\${" that begins no variable`,
  expected: `\${NAME} or \${NAME:-default}`,
  fix: 'Close it with }, or write $${ for the text ${ itself.',
});

/**
 * Replaces `${NAME}` and `${NAME:-default}` in all texts of a document (never in keys), and `$${` by `${`; a default may
 * hold variables itself. Any other `$` stays as it is, so JSONPaths, regular expressions and SQL need no escape. A text with an unset variable is left.
 */
export function interpolate(document: unknown, variables: Variables): Interpolated {
  const flaws: Flaw[] = [];
  const used = new Map<string, string>();
  let changed = false;

  /** `live`: it is what is used, and not a default that is not needed, of which only the form counts. */
  function replaced(source: string, path: Path, live: boolean): string {
    let result = '';
    let at = 0;
    for (let start = source.indexOf('${'); start !== -1; start = source.indexOf('${', at)) {
      if (start > at && source[start - 1] === '$') {
        result += `${source.slice(at, start - 1)}\${`;
        at = start + 2;
        continue;
      }
      const reference = bracedReference(source, start);
      if (reference === undefined || !['', ':-'].includes(reference.operator)) {
        flaws.push(malformed(path));
        return source;
      }
      const { name, operator, operand, end } = reference;
      const value = variables.get(name);
      const fallback = replaced(operand, path, live && value === undefined);
      if (live && value === undefined && operator === '') flaws.push(unset(name, path, variables));
      if (live && value !== undefined) used.set(name, value);
      result += source.slice(at, start) + (value ?? fallback);
      at = end;
    }
    return result + source.slice(at);
  }

  function text(source: string, path: Path): string {
    const before = flaws.length;
    const result = replaced(source, path, true);
    if (flaws.length > before) return source;
    changed ||= result !== source;
    return result;
  }

  function visit(value: unknown, path: Path): unknown {
    if (typeof value === 'string') return value.includes('${') ? text(value, path) : value;
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, visit(inner, [...path, key])]),
    );
  }

  const value = visit(document, []);
  return { value, changed, flaws, used: Object.fromEntries(used) };
}
