import { randomInt } from 'node:crypto';

/** Values of `{{name}}`; nested ones are reached as `{{user.email}}`. */
export type Variables = Readonly<Record<string, unknown>>;

/** A template names a variable that nobody has set. */
export class UnknownVariableError extends Error {
  readonly variable: string;
  constructor(variable: string, known: readonly string[]) {
    super(`unknown variable {{${variable}}}; known are: ${known.join(', ') || 'none'}`);
    this.name = 'UnknownVariableError';
    this.variable = variable;
  }
}

const PLACEHOLDER = /\{\{\s*([^{}\s]+)\s*\}\}/g;
const WHOLE = /^\{\{\s*([^{}\s]+)\s*\}\}$/;

function lookUp(name: string, variables: Variables): unknown {
  if (Object.hasOwn(variables, name)) return variables[name];
  let current: unknown = variables;
  for (const part of name.split('.')) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) {
      throw new UnknownVariableError(name, Object.keys(variables));
    }
    current = (current as Variables)[part];
  }
  return current;
}

const isPlain = (value: object) => [Object.prototype, null].includes(Object.getPrototypeOf(value));

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/**
 * Fills in a text that must stay text: a path, a header.
 *
 * @throws UnknownVariableError
 */
export function fillText(text: string, variables: Variables): string {
  if (!text.includes('{{')) return text;
  return text.replace(PLACEHOLDER, (_, name: string) => asText(lookUp(name, variables)));
}

/**
 * Fills in every text of a JSON value. A text that is nothing but one placeholder becomes the variable's value with
 * its type: `{ id: '{{id}}' }` with the number 3 is `{ id: 3 }`.
 *
 * @throws UnknownVariableError
 */
export function fill<T>(value: T, variables: Variables): T;
export function fill(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') {
    const whole = WHOLE.exec(value)?.[1];
    return whole === undefined ? fillText(value, variables) : lookUp(whole, variables);
  }
  if (Array.isArray(value)) return value.map(item => fill(item, variables));
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner, variables)]));
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A value for `{{unique}}`: 12 lower-case letters and digits, a letter first, different in every process and call. */
export function unique(): string {
  return Array.from({ length: 12 }, (_, index) => ALPHABET[randomInt(index === 0 ? 26 : 36)]).join('');
}
