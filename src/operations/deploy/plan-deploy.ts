import type { LoadedConfig } from '../../config/loaded-config.ts';
import { formatDuration } from '../../config/units.ts';
import { ProbeError } from '../../model/probe-error.ts';
import { causeChain, ProblemError } from '../../model/problem.ts';
import type { Stack } from '../../model/stack.ts';
import { renderConfig } from '../../runtimes/compose/render-config.ts';
import type { Engine } from '../../runtimes/docker/engine.ts';
import { engineProblem } from '../../runtimes/docker/engine-error.ts';
import { giveName, isFixedName } from '../../runtimes/docker/give-name.ts';
import { type KeptImage, keepImage, runningImages } from '../../runtimes/docker/keep-images.ts';
import type { PlannedBackup } from '../backup/make-backup.ts';
import { type Checked, problemOf } from '../check-step.ts';
import { newId } from '../new-id.ts';
import type { FoundDatabase } from '../postgres/find-server.ts';
import { buildSteps } from '../setup/build-step.ts';
import { databaseSteps } from '../setup/database-steps.ts';
import { startStep } from '../setup/start-step.ts';
import type { Step } from '../step.ts';
import { beforeStep } from './before-step.ts';
import { currentVersion } from './choose-version.ts';
import { imagesOf, keepVersion } from './keep-version.ts';
import { planRollback, writeOverride } from './plan-rollback.ts';
import { type DeployRecord, readRecords, writeRecord } from './record.ts';
import { rehearse } from './rehearse.ts';
import { readSchemas, type SchemaState } from './schema-state.ts';
import { startFirst, startFirstActs } from './start-first.ts';
import { type GapWatch, watchGap } from './watch-gap.ts';
import { watchWindow } from './watch-window.ts';

/** What a deploy needs of the outside. */
export interface DeployOptions {
  readonly loaded: LoadedConfig;
  readonly engine: Engine;
  readonly project: string;
  /** Whether something runs that can be looked at, saved and gone back to. */
  readonly runs: boolean;
  /** Undefined where there is nothing to save, or it is not wanted. */
  readonly backup: PlannedBackup | undefined;
  readonly signal: AbortSignal;
  stack(): Promise<Stack>;
  databases(signal: AbortSignal): Promise<readonly FoundDatabase[]>;
  check(): Promise<Checked>;
  hear(line: string): void;
}

/** A deploy that is planned. */
export interface PlannedDeploy {
  readonly id: string;
  readonly steps: readonly Step[];
  /** More of it, once it is over. */
  facts(): Readonly<Record<string, unknown>>;
  /**
   * After a step that failed: has the old version serve again where the new one took its place.
   *
   * @param run makes steps, and shows them
   * @returns what is to be told instead of the error
   */
  recover(error: unknown, run: (steps: readonly Step[]) => Promise<void>): Promise<unknown>;
}

const WINDOW_MS = 60_000;
const RECOVERY_MS = 900_000;
const NAMES_MS = 30_000;

const reasonOf = (error: unknown): string =>
  error instanceof ProblemError
    ? error.problems.map(({ message }) => message).join('; ')
    : causeChain(error).join(': ');

/**
 * Plans to put a new version in the place of the one that runs: what runs is kept and saved, the new images are built
 * and tried, and only when they stay well for a while is the new version kept. Else the old one is put back.
 */
export async function planDeploy(options: DeployOptions): Promise<PlannedDeploy> {
  const { loaded, engine, project, runs, backup, signal, hear } = options;
  const { root, config } = loaded;
  const { window = WINDOW_MS, rehearse: wanted = true, migrate = [] } = config.deploy ?? {};
  const besides = (config.deploy?.startFirst ?? []).map(({ service }) => service);
  const id = newId();
  const startedAt = new Date().toISOString();
  const before = new Set<string>();
  let compose = '';
  let old: readonly KeptImage[] = [];
  let previous: DeployRecord | undefined;
  let replaced = false;
  let gap: GapWatch | undefined;
  let gapMs: number | undefined;
  let status: DeployRecord['status'] = 'running';

  const record = (more: Partial<DeployRecord>): Promise<void> => {
    status = more.status ?? status;
    return writeRecord(root, {
      version: 1,
      id,
      project,
      by: 'deploy',
      status,
      startedAt,
      images: {},
      schemas: {},
      backup: backup?.id,
      gapMs,
      ...more,
    });
  };

  const schemas = async (): Promise<Record<string, SchemaState>> =>
    readSchemas(loaded, await options.databases(signal), signal);

  const keep: Step = {
    id: 'keep-images',
    title: 'keep the images that run now',
    acts: [`docker tag <what runs> failsafe/${project}/<service>:lkg-<id>`],
    async run() {
      compose = await renderConfig(loaded, project, signal);
      old = await runningImages(engine, project, signal);
      for (const image of old) await keepImage(engine, image, signal);
      if (old.length === 0) {
        await record({});
        return 'nothing runs yet';
      }
      const running = Object.fromEntries(old.map(one => [one.service, one.id]));
      previous = currentVersion(await readRecords(root, project), running);
      const known = previous !== undefined;
      if (previous === undefined) {
        const found: DeployRecord = {
          version: 1,
          id: newId(),
          project,
          by: 'found',
          status: 'kept',
          startedAt,
          images: imagesOf(old),
          // What cannot be read now keeps nobody from mending it by a deploy
          schemas: await schemas().catch(() => ({})),
        };
        await writeRecord(root, found);
        previous = found;
      }
      await writeOverride(root, previous, 'all');
      await record({});
      return `${old.length} services, ${known ? 'the version' : 'from now on'} ${previous.id}`;
    },
  };

  const trying: Step = {
    id: 'rehearse',
    title: 'try the new images beside those that serve',
    acts: [
      'of each service whose image has changed, and that has no volume:',
      'docker compose run -d --no-deps <service>, wait until it is healthy, remove it',
    ],
    async run(tell) {
      const running = old.filter(({ service }) => !besides.includes(service));
      const tried = await rehearse({ loaded, engine, project, compose, running, signal, hear, tell });
      return tried.length === 0 ? 'none can be' : tried.join(', ');
    },
  };

  const start = await startStep(options);
  const putting: Step = {
    ...start,
    title: `put the new version in place: ${start.title}`,
    acts: [
      ...(runs ? await startFirstActs(loaded, project) : []),
      ...start.acts,
      ...(runs ? ['from here on, when anything fails: back to the images that run now'] : []),
    ],
    async run(tell) {
      gap = runs ? await watchGap(loaded, await options.stack()) : undefined;
      const replacing = () => {
        replaced = true;
      };
      await startFirst({ loaded, engine, project, compose, running: old, signal, hear, tell, replacing });
      replacing();
      const note = await start.run(tell);
      gapMs = await gap?.end();
      gap = undefined;
      return gapMs === undefined ? note : `${note}; for at most ${gapMs} ms a web target did not answer`;
    },
  };

  const verify: Step = {
    id: 'verify',
    title: `see that it stays well for ${formatDuration(window)}`,
    acts: ['failsafe check, again and again'],
    async run(tell) {
      const seen = await watchWindow({ check: options.check, windowMs: window, before, signal, tell });
      if (seen.red.length > 0) throw new ProblemError(seen.red.map(problemOf));
      return `${seen.looks} looks, ${seen.green} passed`;
    },
  };

  const keeping: Step = {
    id: 'keep-version',
    title: `keep it as ${id}`,
    acts: [`write .failsafe/deploys/${id}.json and its compose file`],
    async run() {
      const version = { engine, project, id, compose, schemas: await schemas(), signal };
      await record(await keepVersion(root, version));
      return undefined;
    },
  };

  /** What came of it is told in any case, also when a full disk does not take the note of it. */
  const note = (more: Partial<DeployRecord>) => record(more).catch(() => undefined);

  const back = async (reason: string, run: (steps: readonly Step[]) => Promise<void>): Promise<unknown> => {
    const version = previous;
    const endedAt = new Date().toISOString();
    if (version === undefined) {
      await note({ status: 'failed', endedAt, reason });
      return undefined;
    }
    try {
      const within = AbortSignal.timeout(RECOVERY_MS);
      await run(await planRollback({ ...options, version, services: 'all', signal: within }));
    } catch (refusal) {
      await note({ status: 'failed', endedAt, reason: `${reason}; not rolled back: ${reasonOf(refusal)}` });
      const problems =
        refusal instanceof ProblemError
          ? refusal.problems
          : refusal instanceof ProbeError
            ? [engineProblem(refusal)]
            : [];
      return new ProblemError([
        {
          code: 'DEPLOY_NOT_ROLLED_BACK',
          message: `${id} is not well (${reason}), and the old version was not put back`,
          causes: problems.length === 0 ? causeChain(refusal) : [],
          fix: 'Mend what keeps it from that, then: failsafe rollback. The new version was left as it is.',
        },
        ...problems,
      ]);
    }
    await note({ status: 'rolled-back', endedAt, reason });
    return new ProblemError([
      {
        code: 'DEPLOY_ROLLED_BACK',
        message: `${id} was not kept: ${reason}. ${version.id} serves again`,
        fix: 'Correct it, and deploy again.',
      },
    ]);
  };

  return {
    id,
    steps: [
      keep,
      ...(runs ? [beforeStep(options.check, before)] : []),
      ...(await buildSteps(options)),
      ...(backup?.steps ?? []),
      ...(runs && wanted ? [trying] : []),
      putting,
      ...(await databaseSteps('migrate', 'bring the database up to date', migrate, {
        ...options,
        databases: () => options.databases(signal),
      })),
      verify,
      keeping,
    ],
    facts: () => ({ deploy: id, status, backup: backup?.id, gapMs }),
    async recover(error, run) {
      await gap?.end();
      const reason = signal.aborted ? 'it was stopped' : reasonOf(error);
      if (!replaced) {
        // What was built has taken the names: who makes a container anew must get what serves
        for (const { id, name } of old)
          if (!isFixedName(name)) await giveName(engine, id, name, AbortSignal.timeout(NAMES_MS));
        if (compose !== '') await note({ status: 'failed', endedAt: new Date().toISOString(), reason });
        return error;
      }
      const told = await back(reason, run);
      if (told === undefined) return error;
      if (!(told instanceof ProblemError) || !(error instanceof ProblemError)) return told;
      return new ProblemError([...told.problems, ...error.problems]);
    },
  };
}
