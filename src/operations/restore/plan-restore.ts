import pg from 'pg';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { causeChain, ProblemError } from '../../model/problem.ts';
import type { Stack } from '../../model/stack.ts';
import { planBackup } from '../backup/make-backup.ts';
import type { DatabaseInBackup } from '../backup/manifest.ts';
import type { ReadableBackup } from '../backup/store.ts';
import { verifyBackup } from '../backup/verify-backup.ts';
import type { VolumesToSave } from '../backup/volume-steps.ts';
import { newId } from '../new-id.ts';
import { endSessions } from '../postgres/end-sessions.ts';
import { APPLICATION, type FoundDatabase, MAINTENANCE } from '../postgres/find-server.ts';
import { withPsql } from '../postgres/psql.ts';
import type { Step } from '../step.ts';
import { untilUp } from '../until-up.ts';
import { readProperties } from './database-properties.ts';
import { fillStep } from './fill-step.ts';
import { dropDatabase, madeDatabases } from './made-databases.ts';
import { type RestoreNames, restoreNames } from './names.ts';
import { swapDatabases } from './swap-databases.ts';
import { matchVolumes, planVolumes, usersToStop } from './volume-parts.ts';
import { writersOf } from './writers.ts';

/** What is replaced stays so long. */
const KEPT_MS = 86_400_000;

/** What to restore. */
export interface RestoreOptions {
  readonly loaded: LoadedConfig;
  readonly backup: ReadableBackup;
  readonly databases: readonly FoundDatabase[];
  /** The volumes of the project; undefined where it is not asked for any. */
  readonly volumes: VolumesToSave | undefined;
  /** Names of targets and volumes; undefined: all that was saved. */
  readonly only?: readonly string[];
  /** Undefined where all databases are at addresses of their own. */
  readonly stack: Stack | undefined;
  /** False leaves out the backup of what is there now. */
  readonly safety: boolean;
  readonly signal: AbortSignal;
}

/** A restore that is planned, and what to do after it, however it ended. */
export interface PlannedRestore {
  readonly steps: readonly Step[];
  /** Databases and volumes, for people. */
  readonly replaces: readonly string[];
  /** Removes what is left of one that failed, and starts again what it had stopped. */
  cleanUp(): Promise<void>;
}

interface Part {
  readonly found: FoundDatabase;
  readonly saved: DatabaseInBackup;
  readonly names: RestoreNames;
  /** Whether there is a live database to replace. */
  readonly live: boolean;
  readonly stale: readonly string[];
}

const AS_IT_WAS = 'Mend what is said, and run it again. What was live is as it was.';

const failed = (message: string, error: unknown) =>
  new ProblemError([
    {
      code: 'RESTORE_FAILED',
      message,
      causes: causeChain(error),
      fix: AS_IT_WAS,
    },
  ]);

async function partOf(
  found: FoundDatabase,
  saved: DatabaseInBackup,
  id: string,
  options: RestoreOptions,
): Promise<Part> {
  const { loaded, signal } = options;
  const names = restoreNames(loaded, found.target.database, id);
  const live = await withPsql(found.server, MAINTENANCE, APPLICATION, signal, psql =>
    readProperties(psql, found.target.database),
  );
  const made = await madeDatabases(found.server, names.mark, signal);
  const stale = made.filter(
    ({ kind, since = '' }) => kind === 'new' || Date.parse(since) < Date.now() - KEPT_MS,
  );
  return { found, saved, names, live: live !== undefined, stale: stale.map(({ name }) => name) };
}

function matched({ backup, databases, only }: RestoreOptions): [FoundDatabase, DatabaseInBackup][] {
  const pairs = databases.flatMap(found => {
    const { name } = found.target;
    const saved = backup.manifest.databases.find(({ target }) => target === name);
    const wanted = saved !== undefined && (only?.includes(name) ?? true);
    return wanted ? [[found, saved] as [FoundDatabase, DatabaseInBackup]] : [];
  });
  if (pairs.length > 0 || only !== undefined || backup.manifest.volumes?.length) return pairs;
  throw new ProblemError([
    {
      code: 'BACKUP_UNKNOWN',
      message: `the backup ${backup.id} holds none of the databases of failsafe.yaml`,
      expected: databases.map(({ target }) => target.name).join(', '),
      got: backup.manifest.databases.map(({ target }) => target).join(', '),
      fix: '`failsafe backup list` shows what there is.',
    },
  ]);
}

/**
 * Plans a restore: a backup of what is there now, a scratch database that is filled and compared with what was saved,
 * and only then, with the writers stopped, one transaction that swaps the two by their names. The same for volumes: what was
 * saved is filled in beside what is there, and swapped by names.
 */
export async function planRestore(options: RestoreOptions): Promise<PlannedRestore> {
  const { loaded, backup, stack, volumes, only, safety, signal } = options;
  const id = newId();
  const parts: Part[] = [];
  for (const [found, saved] of matched(options)) parts.push(await partOf(found, saved, id, options));
  const living = parts.filter(({ live }) => live);
  const services = new Set(parts.flatMap(({ found }) => found.server.service ?? []));
  const saved = (backup.manifest.volumes ?? []).filter(({ volume }) => only?.includes(volume) ?? true);
  const swapped = volumes ? matchVolumes(saved, volumes.found, services) : [];
  const before = planBackup({
    loaded,
    databases: living.map(({ found }) => found),
    volumes: volumes && { ...volumes, found: swapped.map(({ volume }) => volume), pauseAll: true },
    reason: 'before-restore',
    signal,
  });
  const isSafe = safety && (living.length > 0 || swapped.length > 0);
  const planned = volumes
    ? planVolumes({ parts: swapped, volumes, folder: backup.folder, signal, failed })
    : undefined;
  const writers = stack && (await writersOf(loaded, stack, services, usersToStop(swapped), signal));
  let stopped = false;

  const verify: Step = {
    id: 'verify',
    title: `verify the backup ${backup.id}`,
    acts: [`compare SHA256SUMS of ${backup.folder}`, 'decode every dump and every archive'],
    async run() {
      const of = (saved: DatabaseInBackup) =>
        parts.find(part => part.saved.file === saved.file)?.found.server;
      await verifyBackup(backup, saved => of(saved), signal);
      return undefined;
    },
  };

  const fill = parts.map(({ found: { server, target }, saved, names: { scratch, mark }, stale }) =>
    fillStep({
      id: `fill-${target.name}`,
      title: `fill a scratch database on ${server.name} and compare it`,
      loaded,
      server,
      scratch,
      comment: `${mark}: being restored from ${backup.id}`,
      saved,
      folder: backup.folder,
      live: target.database,
      stale,
      fix: AS_IT_WAS,
      signal,
    }),
  );

  const stop: Step[] = writers
    ? [
        {
          id: 'stop-writers',
          title: `stop ${writers.services.join(', ')}`,
          acts: [writers.stop.line],
          async run() {
            stopped = true;
            const refusal = await writers.stop.run(signal);
            if (refusal !== undefined)
              throw failed(`${writers.services.join(', ')} could not be stopped`, new Error(refusal));
            return undefined;
          },
        },
      ]
    : [];

  const swapDatabase: Step = {
    id: 'swap',
    title: 'swap the databases',
    acts: parts.flatMap(({ found: { target, server }, names, live }) => [
      `end all sessions in ${target.database} of ${server.name}`,
      ...(live ? [`alter database ${target.database} rename to ${names.replaced}`] : []),
      `alter database ${names.scratch} rename to ${target.database}`,
    ]),
    async run() {
      const done: Part[] = [];
      let slowest = 0;
      try {
        for (const part of parts) {
          const { found, names, live } = part;
          const aside = live ? names.replaced : undefined;
          const swap = { live: found.target.database, next: names.scratch, aside };
          slowest = Math.max(slowest, await swapDatabases(found.server, swap));
          done.push(part);
        }
      } catch (error) {
        for (const { found, names, live } of done.reverse()) {
          const aside = live ? names.replaced : undefined;
          if (aside !== undefined)
            await swapDatabases(found.server, {
              live: found.target.database,
              next: aside,
              aside: names.scratch,
            });
        }
        throw failed('the databases could not be swapped', error);
      }
      for (const { found, names, live } of done) {
        const { database } = found.target;
        const comment = (name: string, text: string | null) =>
          `comment on database ${pg.escapeIdentifier(name)} is ${text === null ? 'null' : pg.escapeLiteral(text)}`;
        await withPsql(found.server, MAINTENANCE, APPLICATION, undefined, async psql => {
          const own = live ? (await readProperties(psql, names.replaced))?.comment : null;
          await psql.run(comment(database, own ?? null));
          const told = `${names.mark}: replaced by ${backup.id} at ${new Date().toISOString()}, kept for 24 h`;
          if (live) await psql.run(comment(names.replaced, told));
        });
      }
      const kept = living.map(({ names }) => names.replaced).join(', ');
      return kept === '' ? `${slowest} ms` : `${slowest} ms; what was replaced is kept for 24 h as ${kept}`;
    },
  };

  const start: Step[] =
    writers && stack
      ? [
          {
            id: 'start-writers',
            title: `start ${writers.services.join(', ')} and wait`,
            acts: [writers.start.line],
            async run(tell) {
              const refusal = await writers.start.run(signal);
              stopped = refusal !== undefined;
              const down =
                refusal === undefined ? await untilUp(loaded, stack, writers.services, signal, tell) : [];
              if (refusal === undefined && down.length === 0) return undefined;
              throw new ProblemError([
                {
                  code: 'RESTORE_WRITERS_DOWN',
                  message: `all is restored, but ${down.map(({ service }) => service).join(', ') || writers.services.join(', ')} did not come back`,
                  causes: refusal === undefined ? undefined : [refusal],
                  fix: `\`failsafe check\` says why. ${isSafe ? `The way back is: failsafe restore ${before.id}` : ''}`.trim(),
                },
              ]);
            },
          },
        ]
      : [];

  return {
    steps: [
      verify,
      ...(isSafe ? before.steps : []),
      ...fill,
      ...(planned?.fill ?? []),
      ...stop,
      ...(planned?.swap ?? []),
      ...(parts.length > 0 ? [swapDatabase] : []),
      ...(planned?.keep ?? []),
      ...start,
    ],
    replaces: [
      ...parts.map(({ found }) => found.target.database),
      ...swapped.map(({ volume }) => `the volume ${volume.key}`),
    ],
    async cleanUp() {
      const patience = AbortSignal.timeout(60_000);
      await before.discard();
      for (const { found, names } of parts) {
        if (signal.aborted) await endSessions(found.server, APPLICATION);
        await dropDatabase(found.server, names.scratch, patience).catch(() => undefined);
      }
      await planned?.undo(patience);
      if (stopped) await writers?.start.run(patience);
    },
  };
}
