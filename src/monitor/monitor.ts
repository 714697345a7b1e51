import type { LoadedConfig } from '../config/loaded-config.ts';
import { formatDuration } from '../config/units.ts';
import type { PlannedCheck } from '../engine/planned-check.ts';
import type { CheckResult } from '../model/result.ts';
import { backupSightings, keepSchedule, type RunBackupJob } from './backup-schedule.ts';
import { openChannels } from './channels/channels.ts';
import { type DailyLog, type LogFields, logsFolder, openDailyLog } from './daily-log.ts';
import { summaryOf } from './describe.ts';
import { dueChecks, isSlow } from './due-checks.ts';
import { hearEngine } from './hear-engine.ts';
import { createHeartbeat } from './heartbeat.ts';
import { type Chronicle, openChronicle } from './history/chronicle.ts';
import { samplesOf, timesOf } from './history/samples-of.ts';
import { inMaintenance } from './in-maintenance.ts';
import { auditVerdicts, createKeeper } from './keeper.ts';
import { takeLock } from './lock.ts';
import { logRulesOf } from './log-rules.ts';
import { look, lookAt } from './look.ts';
import type { Action, MonitorEvent } from './machine/events.ts';
import { actWords, touchedBy } from './machine/heal-act.ts';
import { createNotifier } from './notify.ts';
import { type MonitoredDeployment, openDeployment } from './open-deployment.ts';
import { openPage } from './page/open-page.ts';
import { overviewOf } from './page/overview.ts';
import type { PageServer } from './page/serve-page.ts';
import { checksToConfirm } from './setup-of.ts';
import { cannotStart } from './sightings-of.ts';
import { makeMonitorFolder, openStore } from './store.ts';
import { createWaker, LEAST_PAUSE_MS } from './waker.ts';
import { watchConfig } from './watch-config.ts';
import { type Watched, watch } from './watched.ts';
import { findWayBack, type Rollbacks } from './way-back.ts';

const TICK_MS = 1000;
/** What an act has set off may still be heard of for so long. */
const ECHO_MS = 2000;
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

const counts = (results: readonly CheckResult[]): string =>
  [...Map.groupBy(results, ({ status }) => status)]
    .map(([status, some]) => `${some.length} ${status}`)
    .join(', ');

/**
 * Monitors a deployment until the signal: looks, decides, acts, tells.
 *
 * @throws ProblemError MONITOR_RUNNING, MONITOR_NEEDS_DEPLOYMENT, and those of a start
 */
export async function runMonitor(options: MonitorOptions): Promise<void> {
  const folder = await makeMonitorFolder(options.loaded.root);
  const release = takeLock(folder);
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
  const keeper = createKeeper(store, Date.now);
  const acts = new Map<string, Promise<void>>();
  const acting = new Map<string, number>();
  const lookedAt = new Map<string, number>();
  let watched = first;
  let channels = await openChannels(first.loaded);
  const { lookNow, begin, pause } = createWaker(signal);
  let strolling: Promise<void> | undefined;
  let page: PageServer | undefined;
  let chronicle: Chronicle | undefined;

  const say = (message: string, more: LogFields = {}): void => {
    const text = watched.redact.text(message);
    log.write(text, watched.redact.deep(more));
    view.line(more.subject === undefined ? text : `${more.subject}: ${text}`);
  };
  const notifier = createNotifier({
    channels: () => channels,
    told: (notice, channel) => tell({ type: 'told', notice, channel }),
    log: line => say(line),
  });

  const heart = createHeartbeat(() => {
    const url = watched.loaded.config.monitor?.heartbeat?.url;
    return typeof url === 'object' ? url.reveal() : url;
  }, say);

  const schedule = keepSchedule(options.runBackup, signal, say);

  async function act(action: Extract<Action, { type: 'act' }>): Promise<void> {
    const { subject, heal } = action;
    for (const service of touchedBy(heal.act)) acting.set(service, Number.POSITIVE_INFINITY);
    store.audit({
      act: heal.id,
      subject,
      what: 'intent',
      do: heal.act,
      before: watched.redact.deep(heal.because),
    });
    const { act: what, because, id } = heal;
    say(`${actWords(what)}, because ${because.message}`, { subject, act: what, id, because });
    const { loaded } = watched;
    const doing =
      heal.act.action === 'rollback'
        ? options.rollbacks.go(loaded, heal.act, line => log.write(watched.redact.text(`  ${line}`)))
        : deployment.act(heal.act);
    const said = await doing.catch((error: unknown) => String(error));
    const refusal = said === undefined ? undefined : watched.redact.text(said);
    store.audit({ act: heal.id, subject, what: refusal === undefined ? 'done' : 'refused', refusal });
    for (const service of touchedBy(heal.act)) acting.set(service, Date.now() + ECHO_MS);
    tell({ type: 'acted', id: heal.id, refusal, hopeless: cannotStart(refusal ?? '') });
    lookNow();
  }

  function follow(action: Action): void {
    switch (action.type) {
      case 'note':
        say(action.message, { subject: action.subject });
        return;
      case 'suggest': {
        const { subject, act: what, next, because } = action;
        const words = [what, ...next].map(actWords).join(', then ');
        store.audit({ act: 'none', subject, what: 'suggested', do: what, next, before: because });
        say(`would ${words}, because ${because.message}`, { subject, would: what, because });
        return;
      }
      case 'act':
        // What was decided in the last moment is left to the next monitor, which does not repeat it.
        if (signal.aborted) return;
        acts.set(
          action.heal.id,
          act(action).finally(() => acts.delete(action.heal.id)),
        );
    }
  }

  function tell(event: MonitorEvent): void {
    const { before, actions } = keeper.step(watched.setup, watched.redact.deep(event));
    auditVerdicts(store, before, keeper.state);
    for (const action of actions) follow(action);
    if (event.type !== 'told') notifier.deliver(keeper.state.outbox);
    view.status(summaryOf(keeper.state));
    if (event.type !== 'tick' || actions.length > 0) page?.changed();
  }

  const ears = hearEngine({
    tell,
    lookNow,
    glance: service => void glance(service),
    isActing: service => Date.now() < (acting.get(service) ?? 0),
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
      const why = error instanceof Error ? error.message : String(error);
      say(`${changed} has changed and is not followed, the old one stays: ${why}`);
    }
  }

  function tellMaintenance(): void {
    const open = options.isBeingChanged() || inMaintenance(watched.loaded, new Date());
    if (open === keeper.state.maintenance) return;
    tell({ type: 'maintenance', open });
    if (!open) lookNow();
  }

  async function cycle(): Promise<void> {
    const startedAt = Date.now();
    const { plan, loaded, redact, setup } = watched;
    tellMaintenance();
    const due = dueChecks(plan, loaded, setup.rules, keeper.state, lookedAt, startedAt);
    const slow = plan.checks.filter(one => due.includes(one.id) && isSlow(one, loaded, setup.rules));
    const ids = due.filter(id => !slow.some(one => one.id === id));
    for (const id of ids) lookedAt.set(id, startedAt);
    // What a longer look has been given is still needed
    if (strolling === undefined) redact.renew();
    const seen = await look({ loaded, plan, stack: deployment.stack, redact }, ids, signal);
    const wayBack = await findWayBack(options.rollbacks, watched, seen.event, signal, line =>
      log.write(line),
    );
    if (signal.aborted) return;
    const { event } = seen;
    tell(
      event.type === 'seen'
        ? {
            ...event,
            sightings: { ...event.sightings, ...backupSightings(loaded) },
            wayBack: wayBack ?? 'none',
          }
        : event,
    );
    if (!dryRun) schedule.check(loaded, startedAt);
    chronicle?.add(samplesOf(seen.results, seen.event, watched.setup, keeper.state));
    void chronicle?.measure(deployment.stack, loaded.topology.services, signal);
    for (const { name, p95, before } of chronicle?.regressed() ?? [])
      say(
        `warning: ${name} takes ${formatDuration(p95)}, and took ${formatDuration(before)} in the last week (95 %)`,
      );
    if (keeper.state.blind === undefined) heart.beat();
    const took = Date.now() - startedAt;
    const looked = `looked: ${counts(seen.results) || 'nothing'} in ${took} ms`;
    log.write(`${looked}; ${summaryOf(keeper.state)}`, { tookMs: took });
    if (slow.length === 0 || seen.event.type === 'blind' || strolling !== undefined) return;
    for (const { id } of slow) lookedAt.set(id, startedAt);
    strolling = stroll(slow).finally(() => {
      strolling = undefined;
    });
  }

  /** Looks at what takes its time, while the cycles go on. Of all else it knows only what was before them. */
  async function stroll(slow: readonly PlannedCheck[]): Promise<void> {
    const { plan, loaded, redact } = watched;
    const looking = { loaded, plan, stack: deployment.stack, redact };
    const { event, results } = await lookAt(looking, slow, signal);
    if (signal.aborted || event.type !== 'seen') return;
    tell(event);
    chronicle?.add(timesOf(results));
    log.write(`looked at leisure: ${counts(results)}`);
  }

  /** What the engine has confirmed waits for no cycle: the service and what it stands on are looked at now. */
  async function glance(service: string): Promise<void> {
    const { plan, loaded, redact, setup } = watched;
    const looking = { loaded, plan, stack: deployment.stack, redact };
    const { event } = await lookAt(looking, checksToConfirm(plan, setup, service), signal);
    if (!signal.aborted && event.type === 'seen') tell(event);
  }

  const hearing = deployment.listen(event => ears.heard(event), signal);
  const ticking = setInterval(() => {
    tellMaintenance();
    tell({ type: 'tick' });
  }, TICK_MS);
  const watching = watchConfig(() => [watched.loaded.file, ...watched.loaded.composeFiles], reload);
  say(
    `monitors ${options.loaded.config.project} (${options.loaded.runtime})${dryRun ? ', acts on nothing' : ''}`,
  );
  try {
    tell({ type: 'boot' });
    chronicle = await openChronicle(folder, say);
    const overview = () => overviewOf(watched.setup, keeper.state, watched.loaded.runtime, Date.now());
    page = await openPage(watched.loaded, overview, chronicle.told, say);
    let next = Date.now();
    let ready = options.ready;
    while (!signal.aborted) {
      begin();
      await cycle();
      ready?.();
      ready = undefined;
      const { intervalMs } = watched.setup.rules;
      next = Math.max(next + intervalMs, Date.now() + LEAST_PAUSE_MS);
      await watching.check();
      if (await pause(next)) next = Date.now();
    }
  } finally {
    clearInterval(ticking);
    ears.close();
    await page?.close();
    await Promise.all([...acts.values(), strolling, schedule.settled()]);
    await chronicle?.close();
    await notifier.close(LAST_WORDS_MS);
    await hearing;
    say('the monitor has ended');
    await log.settled();
  }
}
