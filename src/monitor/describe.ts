import { formatDuration } from '../config/units.ts';
import type { Alert, MonitorState, Phase, SubjectState } from './machine/state.ts';

/** How a subject is called where people read it: what follows needs nobody, `down` does. */
export const MOODS: Readonly<Record<Phase, 'well' | 'doubtful' | 'down' | 'paused'>> = {
  unknown: 'doubtful',
  starting: 'doubtful',
  healthy: 'well',
  suspect: 'doubtful',
  failed: 'down',
  blocked: 'down',
  healing: 'down',
  verifying: 'doubtful',
  backoff: 'down',
  open: 'down',
  maintenance: 'paused',
};

/** Whether all that is monitored serves, as far as can be seen: what somebody has stopped is no alert, and does not. */
export function isWell({ subjects, blind, alerts }: MonitorState): boolean {
  const firing = Object.values(alerts).some(({ state }) => state === 'firing');
  const moods = Object.values(subjects).map(({ phase }) => MOODS[phase]);
  return blind === undefined && !firing && !moods.includes('down') && !moods.includes('paused');
}

/** What is said of a subject in one line. */
function lineOf(key: string, { phase, cause, given, healAt, successes }: SubjectState, now: number): string {
  const because = cause === undefined || MOODS[phase] === 'well' ? '' : `: ${cause.message}`;
  switch (phase) {
    case 'open':
      return `${key} was given up (${given})${because}`;
    case 'backoff':
      return `${key} is acted on in ${Math.max(0, Math.round(((healAt ?? now) - now) / 1000))} s${because}`;
    case 'maintenance':
      return `${key} was stopped by an operator`;
    case 'verifying':
      if (successes > 0 && because !== '')
        return `${key} is well since it was acted on, and is verified for a while; before${because}`;
      return `${key} is verifying${because}`;
    default:
      return `${key} is ${phase}${because}`;
  }
}

/** Alerts that fire although their root is well by now: it came and goes, or is not well for long enough. */
const lastingAlerts = ({ alerts, subjects, blind }: MonitorState): Alert[] =>
  Object.values(alerts).filter(
    ({ root, kind, state }) =>
      state === 'firing' &&
      !(kind === 'blind' && blind !== undefined) &&
      MOODS[subjects[root]?.phase ?? 'healthy'] === 'well',
  );

function alertLine({ root, kind, cause, wellSince }: Alert, now: number): string {
  if (kind === 'flapping') return `${root}: ${cause.message}`;
  const since = wellSince === undefined ? '' : ` for ${formatDuration(Math.max(0, now - wellSince))}`;
  return `${root} is well again${since}; its alert ends when that lasts: ${cause.message}`;
}

/** A channel that has not taken a notice for so long is in trouble. */
const PATIENCE_MS = 60_000;

/** A line for each channel that does not take what it is told: people wait for its word in vain. */
function channelLines({ outbox }: MonitorState, now: number): string[] {
  const late = outbox.filter(({ at }) => now - at >= PATIENCE_MS);
  return [...new Set(late.flatMap(({ channels }) => channels))].map(name => {
    const waiting = late.filter(({ channels }) => channels.includes(name));
    const what = waiting.length === 1 ? 'a notice' : `${waiting.length} notices`;
    const since = formatDuration(now - Math.min(...waiting.map(({ at }) => at)));
    return `channel ${name} has not taken ${what} for ${since}: \`failsafe monitor logs\` says why`;
  });
}

const SHOWN = 3;

/** A line for each subject that is not well; what another explains is folded into one line; then channels that take nothing. */
export function linesOf(state: MonitorState, now: number): string[] {
  const { subjects } = state;
  const bad = Object.entries(subjects).filter(
    ([, { phase }]) => MOODS[phase] !== 'well' && phase !== 'unknown',
  );
  const own = bad.filter(([, { phase }]) => phase !== 'blocked');
  const rest = Map.groupBy(
    bad.filter(([, { phase }]) => phase === 'blocked'),
    ([, { blockedBy }]) => blockedBy,
  );
  const folded = [...rest].map(([by, some]) => {
    const names = some.slice(0, SHOWN).map(([key]) => key);
    const more = some.length > SHOWN ? ` and ${some.length - SHOWN} more` : '';
    return `${names.join(', ')}${more}: because of ${by}`;
  });
  const lasting = lastingAlerts(state).map(alert => alertLine(alert, now));
  return [
    ...own.map(([key, subject]) => lineOf(key, subject, now)),
    ...folded,
    ...lasting,
    ...channelLines(state, now),
  ];
}

/** All in one line: for a terminal, and for the log. */
export function summaryOf(state: MonitorState): string {
  const { subjects, blind, maintenance } = state;
  if (blind !== undefined) return `blind: ${blind.cause.message}`;
  const bad = Object.entries(subjects).filter(([, { phase }]) => MOODS[phase] !== 'well');
  const names = bad.slice(0, 4).map(([key, { phase }]) => `${key} ${phase}`);
  const rest = bad.length > names.length ? `, ${bad.length - names.length} more` : '';
  const well = `${Object.keys(subjects).length - bad.length} of ${Object.keys(subjects).length} well`;
  const window = maintenance ? ' · maintenance window' : '';
  const lasting = lastingAlerts(state).map(({ root }) => root);
  const alerts = lasting.length === 0 ? '' : ` · alert of ${lasting.join(', ')}`;
  return `${well}${names.length === 0 ? '' : ` · ${names.join(', ')}${rest}`}${alerts}${window}`;
}
