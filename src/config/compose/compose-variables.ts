/** A value of a variable, empty ones included. */
export type Lookup = (name: string) => string | undefined;

const REFERENCE = /\$(?:\$|([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-?+])([^{}]*))?\})/g;

/**
 * Replaces variables as compose does: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:+other}`,
 * `$$` for a dollar. What is unset becomes empty and is reported to `missing`.
 */
export function replaceVariables(text: string, lookup: Lookup, missing: (name: string) => void): string {
  return text.replace(REFERENCE, (whole, bare?: string, braced?: string, operator = '', operand = '') => {
    const name = bare ?? braced;
    if (name === undefined) return '$';
    const value = lookup(name);
    const isSet = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
    if (operator.endsWith('+')) return isSet ? operand : '';
    if (isSet) return value ?? whole;
    if (operator.endsWith('-')) return operand;
    missing(name);
    return '';
  });
}
