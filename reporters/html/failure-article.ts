import type { CheckResult, Suggestion } from '../../src/model/result.ts';
import { html, type Markup, type Part, sentence } from './element.ts';

const row = (label: string, value: Part): Markup | undefined =>
  value === undefined || value === '' ? undefined : html`<dt>${label}</dt><dd>${value}</dd>`;
const lines = (texts: readonly string[]): Markup | undefined =>
  texts.length === 0 ? undefined : html`<pre>${texts.join('\n')}</pre>`;

const command = (text: string): Markup =>
  html`<div class="command"><pre><code>${text}</code></pre><button type="button" hidden>copy</button></div>`;

const fix = (suggestion: Suggestion): Markup =>
  html`<p>${sentence(suggestion.text)}</p>${suggestion.command === undefined ? undefined : command(suggestion.command)}`;

/** What shows the cause; where nothing does, the last words of the service. */
function because({ evidence, diagnosis }: CheckResult): (Markup | undefined)[] {
  const causes = Array.isArray(evidence?.causes) ? evidence.causes.map(String) : [];
  const shown = [...causes, ...(diagnosis?.because ?? [])];
  const log = diagnosis !== undefined && diagnosis.because.length === 0 ? diagnosis.log : [];
  return [
    row('because', lines(shown)),
    row(
      'log',
      log.length === 0
        ? undefined
        : [lines(log), html`<p class="quiet small">nothing in it tells the cause for sure</p>`],
    ),
  ];
}

const places = ({ spots = [] }: CheckResult): Markup | undefined =>
  lines(spots.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`));

function blocks(blocked: readonly CheckResult[]): Markup | undefined {
  if (blocked.length === 0) return undefined;
  return html`<details><summary>${blocked.length} ${blocked.length === 1 ? 'check' : 'checks'}</summary><ul>${blocked.map(({ id }) => html`<li>${id}</li>`)}</ul></details>`;
}

/** One root cause or warning: what it is, expected and got, why, the fix to copy, what it blocks. */
export function failureArticle(result: CheckResult, blocked: readonly CheckResult[]): Markup {
  const { id, status, code, message, expected, got, cause, fixes } = result;
  return html`<article class="${status}"><h3>${id} <span class="${status}">${code}</span></h3><p>${sentence(message)}</p><dl>
${row('expected', expected)}${row('got', got)}${row('at', places(result))}${because(result)}${row('cause', cause && sentence(cause))}${row('fix', fixes.length === 0 ? undefined : fixes.map(fix))}${row('blocks', blocks(blocked))}
</dl></article>
`;
}
