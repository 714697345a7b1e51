import type { Told } from '../../history/chronicle.ts';
import type { Overview } from '../overview.ts';
import { alertCard, levelChip, plotCard, subjectCard } from './cards.ts';
import { element, moment, moodOf, rootsOf } from './elements.ts';
import { drawGraph } from './graph.ts';

/** In the browser: fills the page, and has it follow. */
export function main(): void {
  const byId = (id: string) => document.getElementById(id) as HTMLElement;
  const token = new URLSearchParams(location.search).get('token');
  const query = token ? `?token=${encodeURIComponent(token)}` : '';
  let told: Told = { series: [], regressions: [] };
  let last = '';
  let shown: Overview | undefined;

  function fill(id: string, items: readonly HTMLElement[], none: string): void {
    const nothing = element('li', 'none', none);
    byId(id).replaceChildren(...(items.length > 0 ? items : [nothing]));
  }

  function showState(all: Overview): void {
    const services = all.subjects.filter(({ kind }) => kind === 'service');
    const checks = all.subjects.filter(
      ({ kind, phase }) => kind !== 'service' && phase !== 'unknown' && moodOf(phase) !== 'well',
    );
    const roots = rootsOf(all);
    document.title = `${all.project}: ${all.verdict}`;
    byId('project').textContent = all.project;
    byId('verdict').textContent =
      all.verdict + (all.blind ? `: ${all.blind}` : '') + (all.maintenance ? ' · maintenance window' : '');
    byId('verdict').className = `pill ${all.verdict}`;
    const levels = Object.groupBy(all.subjects, ({ key, kind }) =>
      kind === 'check' ? (key.split('.')[0] ?? '') : kind === 'host' ? 'host' : 'services',
    );
    const chips = Object.entries(levels).map(([level, some = []]) => levelChip(level, some));
    fill('levels', chips, 'nothing is watched');
    fill('alerts', all.alerts.map(alertCard), 'no alert fires');
    byId('graph').replaceChildren(drawGraph(services, roots));
    byId('s-graph').hidden = !services.some(({ dependsOn }) => dependsOn.length > 0);
    fill(
      'services',
      services.map(one => subjectCard(one, told.series, roots.has(one.key))),
      'no services',
    );
    fill(
      'checks',
      checks.map(one => subjectCard(one, [], roots.has(one.key))),
      'all are well',
    );
    fill('history', all.history.map(alertCard), 'none yet');
  }

  function show(all: Overview): void {
    byId('seen').textContent =
      `${all.runtime} · ${all.seenAt ? `looked at ${moment(all.seenAt)}` : 'not looked at yet'}`;
    shown = all;
    const text = JSON.stringify({ ...all, seenAt: 0 });
    if (text === last) return;
    last = text;
    showState(all);
  }

  async function measure(): Promise<void> {
    const answer = await fetch(`api/history${query}`);
    if (!answer.ok) return;
    told = await answer.json();
    const isSlow = (kind: string, name: string) =>
      told.regressions.some(one => one.kind === kind && one.name === name);
    const timed = told.series.filter(({ kind }) => kind === 'response' || kind === 'database');
    fill(
      'plots',
      timed.map(one => plotCard(one, isSlow(one.kind, one.name))),
      'nothing was measured yet',
    );
    if (shown !== undefined) showState(shown);
  }

  const measureSafely = () => void measure().catch(() => undefined);
  const events = new EventSource(`events${query}`);
  events.onmessage = event => show(JSON.parse(event.data));
  events.onerror = () => {
    byId('seen').textContent = 'the monitor does not answer';
    byId('verdict').textContent = 'unknown';
    byId('verdict').className = 'pill unknown';
    last = '';
  };
  measureSafely();
  setInterval(measureSafely, 60_000);
}
