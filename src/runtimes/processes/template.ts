const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** `{{port}}`, or one of `{{url:S}}`, `{{host:S}}`, `{{port:S}}`, `{{database-url:S}}`. */
export interface Placeholder {
  readonly text: string;
  readonly kind: string;
  /** Undefined in `{{port}}`: the service itself. */
  readonly service?: string;
}

function parse(text: string, content: string): Placeholder {
  const [kind = '', service] = content.split(/:(.*)/s);
  return { text, kind, service };
}

/** The placeholders of a text, also those that mean nothing. */
export const placeholdersOf = (template: string): Placeholder[] =>
  [...template.matchAll(PLACEHOLDER)].map(([text, content = '']) => parse(text, content));

/** Puts what `resolve` gives in the place of each placeholder. */
export const fillTemplate = (template: string, resolve: (placeholder: Placeholder) => string): string =>
  template.replaceAll(PLACEHOLDER, (text, content: string) => resolve(parse(text, content)));
