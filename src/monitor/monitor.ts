import { problemLine } from '../config/format-problem.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { ProblemError } from '../model/problem.ts';
import { createActs } from './acts.ts';
import { keepSchedule, type RunBackupJob } from './backup-schedule.ts';
import { openChannels } from './channels/channels.ts';
import { type DailyLog, type LogFields, logsFolder, openDailyLog } from './daily-log.ts';
import { summaryOf } from './describe.ts';
import { hearEngine } from './hear-engine.ts';
import { createHeartbeat } from './heartbeat.ts';
import { openChronicle } from './history/chronicle.ts';
import { inMaintenance } from './in-maintenance.ts';
import { auditVerdicts, createKeeper } from './keeper.ts';
import { isHeldHere, takeLock } from './lock.ts';
import { logRulesOf } from './log-rules.ts';
import { createLooks } from './looks.ts';
import { isAtRest } from './machine/at-rest.ts';
import type { MonitorEvent } from './machine/events.ts';
import { createNotifier } from './notify.ts';
import { type MonitoredDeployment, openDeployment } from './open-deployment.ts';
import { openPage } from './page/open-page.ts';
import { overviewOf } from './page/overview.ts';
import type { PageServer } from './page/serve-page.ts';
import { type AuditEntry, makeMonitorFolder, openStore } from './store.ts';
import { createWaker, nextLook } from './waker.ts';
import { watchConfig } from './watch-config.ts';
import { type Watched, watch } from './watched.ts';
import type { Rollbacks } from './way-back.ts';

const TICK_MS = 1000;
const LAST_WORDS_MS = 5000;

/** Where people see what is going on. */
export interface MonitorView {
  /** Something that happened. */
  line(message: string): void;
  /** How all is now. */
  status(message: string): void;
}

/** What a monitor works with. */
export interface MonitorOptions {
  readonly loaded: LoadedConfig;
  /** Loads failsafe.yaml again, when it has changed. */
  reload(): Promise<LoadedConfig>;
  /** Whether somebody is changing the deployment on purpose: what breaks meanwhile is theirs to mend. */
  isBeingChanged(): boolean;
  readonly rollbacks: Rollbacks;
  /** Makes backups and drills by schedule. */
  readonly runBackup: RunBackupJob;
  /** Acts on nothing, and says what it would do. */
  readonly dryRun: boolean;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly view: MonitorView;
  /** Called when the first cycle is over. */
  ready?(): void;
}

/**
 * Monitors a deployment until the signal: looks, decides, acts, tells.
 *
 * @throws ProblemError MONITOR_RUNNING, MONITOR_OF_ANOTHER_FILE, MONITOR_NEEDS_DEPLOYMENT, and those of a start
 */
export async function runMonitor(options: MonitorOptions): Promise<void> {
  const folder = await makeMonitorFolder(options.loaded.root);
  const release = takeLock(folder, options.loaded.file);
  try {
    const first = await watch(options.loaded, options.dryRun);
    const progress = (message: string) => options.view.line(first.redact.text(message));
    const deployment = await openDeployment(options.loaded, options.signal, progress);
    try {
      await loop(options, first, deployment, folder);
    } finally {
      await deployment.stop();
    }
  } finally {
    release();
  }
}

async function loop(
  options: MonitorOptions,
  first: Watched,
  deployment: MonitoredDeployment,
  folder: string,
): Promise<void> {
  const { signal, view, dryRun } = options;
  const { root } = options.loaded;
  const store = openStore(folder);
  const log: DailyLog = openDailyLog(logsFolder(root), 'monitor', {
    rules: () => logRulesOf(watched.loaded),
  });
  let watched = first;
  let channels = await openChannels(first.loaded);
  const { lookNow, begin, pause } = createWaker(signal);
  let page: PageServer | undefined;

  const say = (message: string, more: LogFields = {}): void => {
    const text = watched.redact.text(message);
    log.write(text, watched.redact.deep(more));
    view.line(more.subject === undefined ? text : `${more.subject}: ${text}`);
  };
  const keeper = createKeeper(store, Date.now, say);
  const audit = (entry: AuditEntry): void => {
    try {
      store.audit(entry);
    } catch (error) {
      say(`the audit log lacks an entry: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const notifier = createNotifier({
    channels: () => channels,
    told: (notice, channel) => tell({ type: 'told', notice, channel }),
    log: say,
  });

  const heart = createHeartbeat(() => {
    const url = watched.loaded.config.monitor?.heartbeat?.url;
    return typeof url === 'object' ? url.reveal() : url;
  }, say);

  const schedule = keepSchedule(options.runBackup, signal, say);

  const chronicle = await openChronicle(folder, say);
  const acts = createActs({
    watched: () => watched,
    deployment,
    rollbacks: options.rollbacks,
    audit,
    log,
    say,
    tell,
    lookNow,
    signal,
  });
  const looks = createLooks({
    watched: () => watched,
    state: () => keeper.state,
    deployment,
    rollbacks: options.rollbacks,
    chronicle,
    log,
    say,
    tell,
    watchChange,
    signal,
  });

  function tell(event: MonitorEvent): void {
    const { before, actions } = keeper.step(watched.setup, watched.redact.deep(event));
    auditVerdicts(audit, before, keeper.state);
    for (const action of actions) acts.follow(action);
    if (event.type !== 'told') notifier.deliver(keeper.state.outbox);
    view.status(summaryOf(keeper.state));
    if (event.type !== 'tick' || actions.length > 0) page?.changed();
  }

  const ears = hearEngine({
    tell,
    lookNow,
    glance: (service, word) => void looks.glance(service, word),
    isActing: acts.isActing,
  });

  async function reload(changed: string): Promise<void> {
    try {
      const loaded = await options.reload();
      if (JSON.stringify(loaded.config.stack) !== JSON.stringify(watched.loaded.config.stack))
        return say(`${changed} has changed, its section \`stack\` as well: restart the monitor to follow`);
      const fresh = { watched: await watch(loaded, dryRun), channels: await openChannels(loaded) };
      ({ watched, channels } = fresh);
      say(`${changed} has changed and is followed`);
      lookNow();
    } catch (error) {
      const why = error instanceof ProblemError ? error.problems.map(problemLine).join('; ') : String(error);
      say(`${changed} has changed and is not followed, the old one stays: ${why}`);
    }
  }

  function tellMaintenance(): void {
    const open = options.isBeingChanged() || inMaintenance(watched.loaded, new Date());
    if (open === keeper.state.maintenance) return;
    tell({ type: 'maintenance', open });
    if (!open) lookNow();
  }

  function watchChange(): () => boolean {
    const wasChanged = options.isBeingChanged();
    return () => {
      tellMaintenance();
      return wasChanged && !options.isBeingChanged();
    };
  }

  const over = new AbortController();
  const hearing = deployment.listen(event => ears.heard(event), AbortSignal.any([signal, over.signal]));
  const ticking = setInterval(() => {
    tellMaintenance();
    if (!isAtRest(keeper.state)) tell({ type: 'tick' });
  }, TICK_MS);
  const watching = watchConfig(() => [watched.loaded.file, ...watched.loaded.composeFiles], reload);
  say(
    `monitors ${options.loaded.config.project} (${options.loaded.runtime})${dryRun ? ', acts on nothing' : ''}`,
  );
  try {
    tell({ type: 'boot' });
    const overview = () => overviewOf(watched.setup, keeper.state, watched.loaded.runtime, Date.now());
    page = await openPage(watched.loaded, overview, chronicle.told, say);
    let next = Date.now();
    let ready = options.ready;
    while (!signal.aborted) {
      if (!isHeldHere(folder)) {
        say('its lock is gone, or another holds it: it ends');
        break;
      }
      begin();
      tellMaintenance();
      await looks.cycle();
      if (signal.aborted) break;
      if (!dryRun) schedule.check(watched.loaded, Date.now());
      if (keeper.state.blind === undefined) heart.beat();
      ready?.();
      ready = undefined;
      const { intervalMs } = watched.setup.rules;
      next = nextLook(next, intervalMs, Date.now());
      await watching.check();
      if (await pause(next)) next = Date.now();
    }
  } finally {
    over.abort();
    clearInterval(ticking);
    ears.close();
    await page?.close();
    await Promise.all([acts.settled(), looks.settled(), schedule.settled()]);
    await chronicle.close();
    await notifier.close(LAST_WORDS_MS);
    await hearing;
    say('the monitor has ended');
    await log.settled();
  }
}
