import { createHash } from 'node:crypto';
import { formatDuration } from '../../src/config/units.ts';
import { outcome } from '../../src/engine/outcome.ts';
import { rankFailures } from '../../src/engine/rank-failures.ts';
import type { CheckResult, Report } from '../../src/model/result.ts';
import { STATUSES } from '../../src/model/status.ts';
import { baselineNews, knownWords, passedOver } from '../baseline-lines.ts';
import { byLevel } from '../by-level.ts';
import { minuteOf } from '../minute-of.ts';
import { blockedByRoot, rootCauses } from '../root-causes.ts';
import { type PastRun, toPastRun } from '../run-history.ts';
import { MARKS } from '../style.ts';
import { STATUS_WORDS, tally, worstOf } from '../tally.ts';
import { VERDICT_TONES, verdictWords } from '../verdict-words.ts';
import { html, Markup } from './element.ts';
import { failureArticle } from './failure-article.ts';
import { levelTable } from './level-table.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { problemArticle } from './problem-article.ts';
import { responsesSection } from './responses-section.ts';
import { runsSection } from './runs-section.ts';

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
/** Nothing is loaded, and no script runs but the page's own: what a target answered stays text. */
const POLICY = `default-src 'none'; img-src data:; style-src ${hashOf(pageStyle)}; script-src ${hashOf(pageScript)}; base-uri 'none'; form-action 'none'`;

const counts = (results: readonly CheckResult[]): Markup[] =>
  tally(results).map(({ status, text }) => html`<span class="count ${status}">${text}</span> `);

function section(id: string, title: string, parts: readonly Markup[]): Markup | undefined {
  if (parts.length === 0) return undefined;
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${parts}</section>
`;
}

function changes({ changes: changed }: Report): Markup[] {
  if (changed === undefined) return [];
  const since = `${minuteOf(changed.since)} UTC`;
  return [
    html`<p class="quiet">Since it was last seen wholly healthy, ${since}</p><ul>${changed.what.map(line => html`<li>${line}</li>`)}</ul>`,
  ];
}

/** What the baseline passes over, and what is to be done about it. */
function known(report: Report): Markup[] {
  const over = passedOver(report).map(
    one => html`<li><b>${one.id}</b> ${one.code} <span class="quiet">${knownWords(one)}</span></li>`,
  );
  const news = baselineNews(report).map(
    ({ title, entries }) => html`<h3>${title}</h3><ul>${entries.map(entry => html`<li>${entry}</li>`)}</ul>`,
  );
  return [...(over.length === 0 ? [] : [html`<ul>${over}</ul>`]), ...news];
}

const filter = html`<form id="filter" hidden><div><label for="search">Search</label><input id="search" type="search" autocomplete="off"></div><div><label for="status">Status</label><select id="status"><option value="">all</option>${STATUSES.map(status => html`<option value="${status}">${STATUS_WORDS[status]}</option>`)}</select></div><span id="found" class="quiet" role="status"></span></form>`;

/**
 * The report as one self-contained page, readable without a network and without scripts, in pieces.
 *
 * @param earlier runs before this one, the oldest first
 */
export function* htmlPieces(
  report: Report,
  strict: boolean,
  earlier: readonly PastRun[] = [],
): Generator<string> {
  const { project, runtime, deployment, startedAt, durationMs, results, prerequisites, problems } = report;
  const roots = rootCauses(report);
  const blocked = blockedByRoot(report);
  const warnings = rankFailures([...prerequisites, ...results]).filter(({ status }) => status === 'warn');
  const levels = byLevel(results);
  const runs = [...earlier, toPastRun(report, strict)];
  const words = verdictWords(report, strict);
  const facts = [
    deployment === undefined ? runtime : `${runtime} project ${deployment}`,
    report.filter === undefined ? '' : `only ${report.filter}`,
    `${startedAt.slice(0, 19).replace('T', ' ')} UTC`,
    `took ${formatDuration(durationMs)}`,
  ].filter(fact => fact !== '');
  yield '<!doctype html>\n';
  yield html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>${project}: ${words}</title><link rel="icon" href="data:,"><style>${new Markup(pageStyle)}</style></head>
<body><header><h1>${project === '' ? 'failsafe' : project}</h1><p class="verdict ${VERDICT_TONES[outcome(report, strict).exitCode]}">${words}</p><p class="quiet">${facts.join(' · ')}</p><p class="counts">${counts(results)}</p>
<nav aria-label="Levels">${levels.map(({ level, own }) => html`<a href="#level-${level}"><b><span class="${worstOf(own)}">${MARKS[worstOf(own)]}</span> ${level}</b><div class="small counts">${counts(own)}</div></a>`)}</nav></header>
<main>${section('problems', 'Could not be done', problems.map(problemArticle))}${section(
    'roots',
    roots.length === 1 ? 'Root cause' : 'Root causes',
    roots.map(root => failureArticle(root, blocked.get(root.id) ?? [])),
  )}${section('changed', 'What has changed', changes(report))}${section(
    'warnings',
    'Warnings',
    warnings.map(one => failureArticle(one, [])),
  )}${section('known', 'Known', known(report))}`.text;
  yield html`${responsesSection(runs)}${runsSection(runs)}<section aria-labelledby="checks"><h2 id="checks">Checks</h2>
${filter}`.text;
  for (const { level, own } of levels) for (const piece of levelTable(level, own)) yield piece.text;
  yield html`</section>
</main>
<script>${new Markup(pageScript)}</script></body></html>
`.text;
}

/** The page of {@link htmlPieces} as one text. */
export const renderHtml = (report: Report, strict: boolean, earlier?: readonly PastRun[]): string =>
  [...htmlPieces(report, strict, earlier)].join('');
