import type { Problem } from '../../src/model/problem.ts';
import { html, type Markup } from './element.ts';

const row = (label: string, text: string | undefined): Markup | undefined =>
  text === undefined || text === '' ? undefined : html`<dt>${label}</dt><dd><pre>${text}</pre></dd>`;

/** Why a run could not be done, or not wholly. */
export function problemArticle({ code, message, at, expected, got, causes, fix }: Problem): Markup {
  const place =
    at === undefined ? undefined : `${at.file}:${at.line}:${at.column}\n${at.frame ?? ''}`.trimEnd();
  return html`<article class="error"><h3>${code}</h3><p>${message}</p><dl>
${row('at', place)}${row('expected', expected)}${row('got', got)}${row('because', causes?.join('\n'))}${row('fix', fix)}
</dl></article>
`;
}
