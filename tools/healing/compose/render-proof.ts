import { formatDuration } from '../../../src/config/units.ts';
import type { ComposeFault } from './faults.ts';
import type { ComposeOutcome } from './outcome.ts';

/** The middle one, and the greatest where there are several; `–` where it did not happen. */
function times(some: readonly ComposeOutcome[], key: 'noticedMs' | 'servedMs'): string {
  const known = some.flatMap(one => one[key] ?? []).toSorted((one, other) => one - other);
  if (known.length === 0) return '–';
  const second = (ms: number) => formatDuration(Math.max(100, Math.round(ms / 100) * 100));
  const middle = second(known[Math.floor(known.length / 2)] ?? 0);
  const most = known.length > 1 ? ` (${second(known.at(-1) ?? 0)})` : '';
  const never = known.length < some.length ? `, ${some.length - known.length} never` : '';
  return middle + most + never;
}

function range(some: readonly ComposeOutcome[], of: (one: ComposeOutcome) => number): string {
  const values = some.map(of);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${least}–${most}`;
}

/** The middle one, and the greatest. */
function loads(some: readonly ComposeOutcome[]): string {
  const known = some.flatMap(({ load }) => load ?? []).toSorted((one, other) => one - other);
  if (known.length === 0) return '–';
  const [middle = 0, most = 0] = [known[Math.floor(known.length / 2)], known.at(-1)];
  return known.length === 1 ? middle.toFixed(1) : `${middle.toFixed(1)} (${most.toFixed(1)})`;
}

const cells = (some: readonly ComposeOutcome[]): string =>
  [
    times(some, 'noticedMs'),
    times(some, 'servedMs'),
    range(some, one => one.acts + one.needless),
    range(some, one => one.needless),
    range(some, one => one.fired + one.escalated),
    loads(some),
  ].join(' | ');

function rowsOf({ name, what }: ComposeFault, outcomes: readonly ComposeOutcome[]): string[] {
  const ours = outcomes.filter(one => one.fault === name && one.by === 'failsafe');
  const theirs = outcomes.filter(one => one.fault === name && one.by === 'autoheal');
  const wrong = ours.filter(one => one.wrong.length > 0).length;
  const as = wrong === 0 ? '✓' : `**${wrong} of ${ours.length} not as designed**`;
  return [
    ...(ours.length > 0
      ? [`| **${name}**: ${what} | failsafe ${as} | ${ours.length} | ${cells(ours)} |`]
      : []),
    ...(theirs.length > 0 ? [`| | autoheal | ${theirs.length} | ${cells(theirs)} |`] : []),
  ];
}

/** The page of a run. */
export function renderProof(faults: readonly ComposeFault[], outcomes: readonly ComposeOutcome[]): string {
  const reacted = outcomes.flatMap(one => one.reactedMs ?? []).toSorted((one, other) => one - other);
  const wrong = outcomes.filter(one => one.wrong.length > 0);
  return `# What the monitor does about faults of real containers

Written by \`node tools/healing-proof-compose.ts\`: each fault is made in a copy of the reference application that runs by docker compose
(PostgreSQL, Flask, two nginx, and a \`worker\` that stands on the database as well), with the real \`failsafe monitor\` at work, which looks each 2 s; its
services have 20 s to start (users 60 s, the database 300 s). Beside it, in a copy of its own, the loop of docker-autoheal 1.2.0 with its defaults, written
again (each 5 s, what Docker calls unhealthy and has its label is restarted). The health checks of Docker run each 2 s and may fail five times;
the one of users asks for something that is in the database. All have \`restart: unless-stopped\`. The seed says which service it is and how long it takes.
How both algorithms fare in an hour, over 20 seeds, is in [healing-proof.md](healing-proof.md), in simulated time.

*Runs*: with so many seeds. Times are the middle one, and the longest. *Noticed*: the first act, or the first alert. *Served*: a user is, for good; \`–\`: not
while it was watched. *Needless* are acts on what was not broken. ✓: acts, alerts, roots and the end were as designed in each run, and no act was done twice.
*Load* is the load average of the machine over a minute, the middle one and the greatest. It has two cores, which others used as well: above 2 all
takes longer than it would.

| fault | by | runs | noticed after | served after | acts | needless | alerts | load |
|---|---|---|---|---|---|---|---|---|
${faults.flatMap(fault => rowsOf(fault, outcomes)).join('\n')}
${
  reacted.length === 0
    ? ''
    : `\nFrom the engine's word that the service is unhealthy to the act that was written down, where that came first (${reacted.length} runs): ${Math.round(reacted[reacted.length >> 1] ?? 0)} ms, at most ${Math.round(reacted.at(-1) ?? 0)} ms.\n`
}${
  wrong.length === 0
    ? ''
    : `\nNot as designed, until they are made again:\n\n${wrong.map(one => `- ${one.fault}, seed ${one.seed}, ${one.subject ?? ''}: ${one.wrong.join('; ')}`).join('\n')}\n`
}`;
}
