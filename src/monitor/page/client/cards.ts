import type { Summary } from '../../history/summarise.ts';
import { actWords } from '../../machine/heal-act.ts';
import type { Alert } from '../../machine/state.ts';
import type { ShownSubject } from '../overview.ts';
import { amount, element, moment, moodOf } from './elements.ts';
import { drawPlot } from './plot.ts';

/** In the browser: a service, or a check, with what is known of it. */
export function subjectCard(one: ShownSubject, measured: readonly Summary[], root: boolean): HTMLElement {
  const mood = moodOf(one.phase);
  const own = one.kind === 'service' ? measured.filter(({ name }) => name === one.key) : [];
  const up = own.find(({ kind }) => kind === 'up');
  const used = ['cpu', 'memory'].flatMap(kind => {
    const mean = own.find(series => series.kind === kind)?.mean;
    return mean === undefined ? [] : [`${kind === 'cpu' ? 'CPU' : kind} ${amount(kind, mean)}`];
  });
  const numbers = [...(up ? [`up ${amount('up', 100 - up.badPercent)}`] : []), ...used].join(' · ');
  const unwell = mood !== 'well';
  const words = `${one.phase}${root ? ' · root cause' : ''}${one.flapping ? ' · flapping' : ''}`;
  const acts = one.heal && `${actWords(one.heal.act)} since ${moment(one.heal.at)}`;
  const lines = [
    unwell && one.blockedBy === undefined && one.cause?.message,
    one.blockedBy && `because of ${one.blockedBy}`,
    one.given && `given up: ${one.given}`,
    acts,
    unwell && one.blockedBy === undefined && one.cause?.fix,
  ].filter(line => typeof line === 'string');
  const small = [
    one.dependsOn.length > 0 && one.kind === 'service' && `stands on ${one.dependsOn.join(', ')}`,
    numbers,
  ];
  return element(
    'li',
    root ? 'card root' : 'card',
    element('div', 'head', element('h3', '', one.key), element('span', `pill ${mood}`, words)),
    ...lines.map(line => element('p', '', line)),
    ...small.filter(line => typeof line === 'string' && line !== '').map(line => element('p', 'quiet', line)),
  );
}

/** In the browser: an alert that fires, or an incident that is over, with its timeline. */
export function alertCard(one: Alert): HTMLElement {
  const over = one.resolvedAt !== undefined;
  const healed = one.done.length > 0;
  const words = over
    ? healed
      ? `healed by ${one.done.at(-1)}`
      : 'over'
    : one.escalated
      ? 'needs a person'
      : 'fires';
  const minutes = Math.max(1, Math.round(((one.resolvedAt ?? 0) - one.since) / 60_000));
  const timeline = (one.timeline ?? []).map(({ at, what }) => {
    const time = element('time', '', moment(at));
    time.setAttribute('datetime', new Date(at).toISOString());
    return element('li', '', time, what);
  });
  const list = element('ol', 'timeline', ...timeline);
  const details = element('details', '', element('summary', '', `timeline of ${one.root}`), list);
  if (!over) details.setAttribute('open', '');
  return element(
    'li',
    over ? 'card' : 'card root',
    element(
      'div',
      'head',
      element('h3', '', one.root),
      element('span', `pill ${over ? 'well' : 'down'}`, words),
    ),
    element('p', '', one.cause.message),
    one.cause.likely !== undefined && element('p', '', `likely: ${one.cause.likely}`),
    !over && one.cause.fix !== undefined && element('p', '', `fix: ${one.cause.fix}`),
    one.affected.length > 0 && element('p', 'quiet', `affects ${one.affected.join(', ')}`),
    element(
      'p',
      'quiet',
      `${one.cause.code} · since ${moment(one.since)}${over ? ` · for ${minutes} min` : ''}`,
    ),
    timeline.length > 0 && details,
  );
}

/** In the browser: a level of checks, with how many of it are well. */
export function levelChip(level: string, some: readonly ShownSubject[]): HTMLElement {
  const seen = some.filter(({ phase }) => phase !== 'unknown');
  const well = seen.filter(({ phase }) => moodOf(phase) === 'well').length;
  const down = seen.some(({ phase }) => moodOf(phase) === 'down');
  const mood = seen.length === 0 ? 'paused' : well === seen.length ? 'well' : down ? 'down' : 'doubtful';
  const words = seen.length === 0 ? 'not seen yet' : `${well} of ${seen.length} well`;
  return element('li', `pill ${mood}`, `${level}: ${words}`);
}

/** In the browser: a plot with its numbers. */
export function plotCard(one: Summary, slow: boolean): HTMLElement {
  const numbers = (
    [
      ['50 %', one.p50],
      ['95 %', one.p95],
      ['99 %', one.p99],
    ] as const
  )
    .map(([name, value]) =>
      value === undefined ? '' : `${name} ${amount(one.kind, value)}`.replaceAll(' ', '\u00a0'),
    )
    .filter(text => text !== '');
  const errors = one.badPercent > 0 ? [`errors ${amount('up', one.badPercent)}`] : [];
  const text = [...numbers, ...errors].join(' · ') || 'nothing was measured';
  const title = one.kind === 'database' ? `${one.name} (database)` : one.name;
  return element(
    'li',
    'card',
    element(
      'div',
      'head',
      element('h3', '', title),
      slow && element('span', 'pill doubtful', 'slower than last week'),
    ),
    drawPlot(one, `${title}, the last 24 hours: ${text}`),
    element('div', 'axis quiet', element('span', '', '24 h ago'), element('span', '', 'now')),
    element('p', 'quiet', text),
  );
}
