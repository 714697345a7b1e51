import { formatSize } from '../config/units.ts';
import { ProblemError } from '../model/problem.ts';
import { type PlannedBackup, planBackup } from '../operations/backup/make-backup.ts';
import { planReset } from '../operations/reset/plan-reset.ts';
import { type HarmAllowed, refuseHarm } from '../operations/reset/refuse-harm.ts';
import type { Step } from '../operations/step.ts';
import { projectNameOf } from '../runtimes/compose/project-name.ts';
import { reachEngine } from '../runtimes/docker/reach-engine.ts';
import { volumesOfService } from '../runtimes/docker/volumes-of-service.ts';
import { anyDatabases } from './find-databases.ts';
import type { OperationContext } from './operate.ts';
import { volumesToSave } from './volumes-to-save.ts';

/** What a reset can be told. */
export interface ResetOptions extends HarmAllowed {
  /** False with --no-backup: what cannot be saved is given up. */
  readonly backup: boolean;
}

/** A reset that is planned. */
export interface PreparedReset {
  readonly project: string;
  readonly steps: readonly Step[];
  /** Undefined: there is nothing to remove. */
  readonly question?: string;
  discard(): Promise<void>;
}

const unsaved = (volumes: readonly string[]) =>
  new ProblemError([
    {
      code: 'RESET_UNSAVED',
      message: `nothing saves what is in ${volumes.join(', ')}: backup.volumes.exclude leaves it out, or the compose file names it no more`,
      fix: 'Save it yourself and then say --no-backup, or take it off backup.volumes.exclude.',
    },
  ]);

/** Plans a reset of the project, behind a backup of its databases and volumes. */
export async function prepareReset(context: OperationContext, options: ResetOptions): Promise<PreparedReset> {
  const { loaded, signal } = context;
  const engine = await reachEngine(signal);
  refuseHarm(loaded, engine, options);
  const project = await projectNameOf(loaded, process.env);
  const { things, steps } = await planReset({ engine, project, signal });
  const volumes = things.filter(({ kind }) => kind === 'volume').map(({ name }) => name);
  let backup: PlannedBackup | undefined;
  if (options.backup && volumes.length > 0) {
    const databases = await anyDatabases(context);
    const found = await volumesToSave(context, databases);
    const archived = found && { ...found, pauseAll: true };
    const services = databases.flatMap(({ server }) => server.service ?? []);
    const dumped = await Promise.all(
      services.map(service => volumesOfService(engine, project, service, signal)),
    );
    const saved = [...dumped.flat(), ...(archived?.found ?? []).map(({ name }) => name)];
    const lost = volumes.filter(name => !saved.includes(name));
    if (lost.length > 0) throw unsaved(lost);
    backup = planBackup({ loaded, databases, volumes: archived, reason: 'before-reset', signal });
  }
  const bytes = things.reduce((sum, thing) => sum + (thing.bytes ?? 0), 0);
  return {
    project,
    steps: [...(backup?.steps ?? []), ...steps],
    ...(things.length > 0 && {
      question: `Remove ${things.length} things of the project ${project}, ${volumes.length} volumes with their data among them (images: ${formatSize(bytes)})?`,
    }),
    discard: async () => backup?.discard(),
  };
}
