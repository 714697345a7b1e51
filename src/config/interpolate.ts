import { nearest } from './did-you-mean.ts';
import { type Fault, formatPath, type Path } from './fault.ts';
import type { Variables } from './variables.ts';

/** A document with the variables in its texts replaced. */
export interface Interpolated {
  readonly value: unknown;
  readonly changed: boolean;
  readonly faults: readonly Fault[];
  /** The variables that were put into texts. */
  readonly used: Readonly<Record<string, string>>;
}

// `$${` stands for `${`; else an opening `${` and, when it is well-formed, its name, default and closing brace.
const REFERENCE = /\$\$\{|\$\{(?:([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\})?/g;

function unset(name: string, path: Path, variables: Variables): Fault {
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

const malformed = (path: Path): Fault => ({
  code: 'CONFIG_INVALID_VALUE',
  path,
  message: `${formatPath(path)} has a "\${" that begins no variable`,
  expected: `\${NAME} or \${NAME:-default}`,
  fix: 'Close it with }, or write $${ for the text ${ itself.',
});

/**
 * Replaces `${NAME}` and `${NAME:-default}` in all texts of a document (never in keys), and `$${` by `${`. Any other
 * `$` stays as it is, so JSONPaths, regular expressions and SQL need no escape. A text with an unset variable is left.
 */
export function interpolate(document: unknown, variables: Variables): Interpolated {
  const faults: Fault[] = [];
  const used = new Map<string, string>();
  let changed = false;

  function text(source: string, path: Path): string {
    const before = faults.length;
    const replaced = source.replace(REFERENCE, (whole, name?: string, fallback?: string) => {
      if (whole === '$${') return '${';
      if (name === undefined) {
        faults.push(malformed(path));
        return whole;
      }
      const value = variables.get(name);
      if (value === undefined && fallback === undefined) faults.push(unset(name, path, variables));
      if (value !== undefined) used.set(name, value);
      return value ?? fallback ?? whole;
    });
    if (faults.length > before) return source;
    changed ||= replaced !== source;
    return replaced;
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
  return { value, changed, faults, used: Object.fromEntries(used) };
}
