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
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(toText).join('');
  return escapeMarkup(String(part));
}

/** A piece of a page. Whatever is put into it is escaped, for an attribute in double quotes as well as for content. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let page = '';
  for (const [index, text] of strings.entries()) page += text + toText(parts[index]);
  return new Markup(page);
}

/** A sentence in which what stands between backticks is code. */
export const sentence = (text: string): Markup[] =>
  text.split('`').map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : html`${piece}`));
