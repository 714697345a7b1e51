import { escapeMarkup } from '../escape-markup.ts';

/** Markup that is safe to put into a page: made by {@link html} alone. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text is escaped, markup is not, nothing stays away. */
export type Part = string | number | undefined | Markup | readonly Part[];

function toText(part: Part): string {
  if (typeof part === 'string') return escapeMarkup(part);
  if (part === undefined) return '';
  if (typeof part === 'number') return String(part);
  if (part instanceof Markup) return part.text;
  let all = '';
  for (const one of part) all += toText(one);
  return all;
}

/** A piece of a page. Whatever is put into it is escaped, for an attribute in double quotes as well as for content. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let page = strings[0] ?? '';
  for (let index = 0; index < parts.length; index++) page += toText(parts[index]) + strings[index + 1];
  return new Markup(page);
}

/** A sentence in which what stands between backticks is code. */
export const sentence = (text: string): Markup[] =>
  text.split('`').map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : html`${piece}`));
