/**
 * A day of the monitor in simulated time: 50 subjects, a look each 30 s, an incident each hour, the night in which the
 * clocks go back. Everything but the looks is real: the machine, the state on the disk, the history, the log.
 *
 *   node --expose-gc bench/monitor/day.ts [FOLDER]     prints what came of it as JSON
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDailyLog } from '../../src/monitor/daily-log.ts';
import { historyFile, openHistory } from '../../src/monitor/history/open-history.ts';
import type { Sample } from '../../src/monitor/history/series.ts';
import { createKeeper } from '../../src/monitor/keeper.ts';
import type { Sighting } from '../../src/monitor/machine/events.ts';
import { service, setupOf } from '../../src/monitor/machine/testing/small-setup.ts';
import { openStore } from '../../src/monitor/store.ts';

process.env.TZ = 'Europe/Berlin';
const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];
const START = Date.parse('2026-10-24T12:00:00Z');
const END = START + 24 * HOUR;
const LOOK = 30 * SECOND;
const TICK = 10 * SECOND;
const names = Array.from({ length: 50 }, (_, index) => `service-${index}`);
const setup = setupOf(
  Object.fromEntries(names.map((name, index) => [name, service({ dependsOn: names.slice(0, index % 3) })])),
);
const down: Sighting = {
  is: 'down',
  cause: { seenBy: 'x', code: 'EXIT_KILLED', message: 'was killed: exit code 137' },
};

const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'failsafe-day-'));
const memory = () => {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heapUsed };
};

let now = START;
let looks = 0;
let acts = 0;
let notices = 0;
const course: ReturnType<typeof memory>[] = [];
const log = openDailyLog(folder, 'monitor', { clock: () => new Date(now) });
const history = await openHistory(folder);
const keeper = createKeeper(
  openStore(folder),
  () => now,
  line => process.stderr.write(`${line}\n`),
);
const samplesOf = (bad: string | undefined): Sample[] =>
  names.flatMap((name): Sample[] => [
    { kind: 'up', name, bad: name === bad },
    { kind: 'response', name, value: 20 + (looks % 40), bad: name === bad },
  ]);

for (; now < END; now += TICK) {
  const isLook = (now - START) % LOOK === 0;
  const hour = Math.floor((now - START) / HOUR);
  const minute = ((now - START) % HOUR) / MINUTE;
  const bad = minute >= 20 && minute < 22 ? names[(hour * 7) % names.length] : undefined;
  const sightings = Object.fromEntries(
    names.map(name => [name, name === bad ? down : { is: 'up' as const }]),
  );
  const { actions } = keeper.step(setup, isLook ? { type: 'seen', sightings } : { type: 'tick' });
  for (const action of actions) {
    if (action.type !== 'act') continue;
    acts++;
    keeper.step(setup, { type: 'acted', id: action.heal.id });
  }
  for (const { id, channels } of keeper.state.outbox) {
    notices++;
    for (const channel of channels) keeper.step(setup, { type: 'told', notice: id, channel });
  }
  if (!isLook) continue;
  looks++;
  log.write(`look ${looks}`);
  history.record(samplesOf(bad), now);
  if ((now - START) % (3 * HOUR) === 0) course.push(memory());
}
course.push(memory());
await log.settled();
history.close();
const stateBytes = statSync(join(folder, 'state.json')).size;
const historyBytes = statSync(historyFile(folder)).size;
process.stdout.write(
  `${JSON.stringify({ looks, acts, notices, course, stateBytes, historyBytes, alerts: keeper.state.history.length })}\n`,
);
if (process.argv[2] === undefined) rmSync(folder, { recursive: true });
