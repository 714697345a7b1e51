/** The parts of JSON Schema that the schema of failsafe.yaml uses. */
export interface JsonSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly required?: readonly string[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly minLength?: number;
}

function describeNumber({ type, minimum, maximum }: JsonSchema): string {
  const noun = type === 'integer' ? 'a whole number' : 'a number';
  if (minimum !== undefined && maximum !== undefined) return `${noun} from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${noun} of at least ${minimum}`;
  return maximum === undefined ? noun : `${noun} of at most ${maximum}`;
}

/** What a schema asks for, in words. */
export function describeSchema(schema: JsonSchema): string {
  if (schema.title !== undefined) return schema.title;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return `one of ${schema.enum.join(', ')}`;
  if (schema.anyOf !== undefined && schema.type === undefined)
    return schema.anyOf.map(describeSchema).join(' or ');
  switch (schema.type) {
    case 'string':
      if (schema.format === 'regex') return 'a regular expression';
      return schema.minLength === undefined ? 'a text' : 'a text that is not empty';
    case 'integer':
    case 'number':
      return describeNumber(schema);
    case 'boolean':
      return 'true or false';
    case 'array':
      return schema.minItems === undefined ? 'a list' : `a list of at least ${schema.minItems}`;
    case 'object': {
      const keys = Object.keys(schema.properties ?? {});
      if (keys.length === 0) return schema.minProperties === undefined ? 'a map' : 'a map that is not empty';
      return `a map with keys of ${keys.join(', ')}`;
    }
    default:
      return schema.type ?? 'a value';
  }
}

const INTERPOLATION = /\$\{/;
const unquoted = new Set(['integer', 'number', 'boolean']);

/** How to mend a value that has almost the right form: a forgotten unit, quotes too many or too few. */
export function fixValue(schema: JsonSchema, value: unknown): string | undefined {
  if (typeof value === 'string' && INTERPOLATION.test(value)) {
    return 'A variable is replaced only where free text may stand; write the value itself.';
  }
  if (schema.type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    const fits = (text: string) => schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(text);
    const unit = ['s', 'MiB', '%'].find(suffix => schema.pattern !== undefined && fits(`${value}${suffix}`));
    if (fits(String(value))) return `Put it in quotes: "${value}".`;
    return unit === undefined ? undefined : `Add a unit: ${value}${unit}.`;
  }
  if (typeof value === 'string' && schema.type === 'boolean' && /^(yes|no|on|off)$/i.test(value)) {
    return `Write ${/^(yes|on)$/i.test(value)}.`;
  }
  if (
    typeof value === 'string' &&
    unquoted.has(schema.type ?? '') &&
    value.trim() !== '' &&
    value === literal(value)
  ) {
    return `Remove the quotes: ${value}.`;
  }
  return undefined;
}

/** The text itself when YAML reads it as a number or a boolean without quotes. */
function literal(text: string): string | undefined {
  return text === 'true' || text === 'false' || !Number.isNaN(Number(text)) ? text : undefined;
}
