import { join } from 'node:path';
import { type Problem, ProblemError } from '../../model/problem.ts';
import type { VolumesToSave } from '../backup/volume-steps.ts';
import type { Step } from '../step.ts';
import type { FoundVolume } from '../volumes/find-volumes.ts';
import type { VolumeInBackup } from '../volumes/save-volume.ts';
import { fillVolume, keepSwap, type SwapOptions, swapVolume, undoSwap } from '../volumes/swap-volume.ts';

/** A volume, and what was saved of it. */
export interface VolumePart {
  readonly saved: VolumeInBackup;
  readonly volume: FoundVolume;
}

const refused = (message: string, fix: string): Problem => ({
  code: 'RESTORE_VOLUME_REFUSED',
  message,
  fix,
});

/**
 * Finds the volumes that were saved.
 *
 * @param servers services with databases that are restored at the same time, and have to run
 * @throws ProblemError RESTORE_VOLUME_REFUSED, one for each that cannot be swapped
 */
export function matchVolumes(
  saved: readonly VolumeInBackup[],
  found: readonly FoundVolume[],
  servers: ReadonlySet<string>,
): VolumePart[] {
  const problems: Problem[] = [];
  const parts = saved.flatMap((one): VolumePart[] => {
    const volume = found.find(({ key }) => key === one.volume);
    if (volume === undefined) {
      const message = `the project has no volume ${one.volume}, which the backup holds`;
      const fix =
        'Make it with `docker compose up --no-start`, or name what else is to be restored with --only.';
      problems.push(refused(message, fix));
      return [];
    }
    const running = volume.users.filter(user => user.running);
    const foreign = running.filter(({ service }) => service === undefined).map(({ name }) => name);
    const kept = running.flatMap(({ service }) => (service && servers.has(service) ? [service] : []));
    if (foreign.length > 0)
      problems.push(
        refused(
          `${foreign.join(', ')}, which is not of this project, has the volume ${volume.name} mounted`,
          'Stop it first: failsafe touches nothing of others.',
        ),
      );
    if (kept.length > 0)
      problems.push(
        refused(
          `${kept.join(', ')} has the volume ${one.volume} mounted, and must run while its database is restored`,
          'Restore them one after the other, each with --only.',
        ),
      );
    return [{ saved: one, volume }];
  });
  if (problems.length > 0) throw new ProblemError(problems);
  return parts;
}

/** The services to stop before volumes are swapped. */
export const usersToStop = (parts: readonly VolumePart[]): string[] => [
  ...new Set(
    parts.flatMap(({ volume }) =>
      volume.users.flatMap(({ running, service }) => (running && service ? [service] : [])),
    ),
  ),
];

/** What is needed to restore volumes. */
export interface VolumeRestoreOptions {
  readonly parts: readonly VolumePart[];
  readonly volumes: Pick<VolumesToSave, 'engine' | 'project'>;
  /** Folder of the backup. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Puts what went wrong into words. */
  failed(message: string, error: unknown): unknown;
}

/** A restore of volumes in three parts, so that databases can be swapped in between. */
export interface PlannedVolumes {
  readonly fill: readonly Step[];
  readonly swap: readonly Step[];
  /** Gives up what was replaced. */
  readonly keep: readonly Step[];
  /** Gives volumes back what was in them, unless `keep` has begun. */
  undo(signal: AbortSignal): Promise<void>;
}

/** Plans to fill what was saved in beside what is there, and to swap both by their names. */
export function planVolumes(options: VolumeRestoreOptions): PlannedVolumes {
  const { parts, volumes, folder, signal, failed } = options;
  const of = ({ volume }: VolumePart, within = signal): SwapOptions => ({
    ...volumes,
    volume,
    signal: within,
  });
  const names = parts.map(({ volume }) => volume.key).join(', ');
  let begun = false;
  let kept = false;
  const attempt = async (message: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      signal.throwIfAborted();
      throw failed(message, error);
    }
    return undefined;
  };
  const all = (
    id: string,
    title: string,
    acts: (part: VolumePart) => string[],
    work: (part: VolumePart) => Promise<void>,
  ) =>
    parts.length === 0
      ? []
      : [
          {
            id,
            title,
            acts: parts.flatMap(acts),
            run: () =>
              attempt(`${title}: failed`, async () => {
                for (const part of parts) await work(part);
              }),
          },
        ];
  return {
    fill: parts.map(part => ({
      id: `fill-volume-${part.volume.key}`,
      title: `fill ${part.saved.file} in beside what is in ${part.volume.key}, and compare it`,
      acts: [
        `extract ${part.saved.file} to .failsafe-new of the volume ${part.volume.name}`,
        'read it back, and compare all files with the manifest',
      ],
      async run() {
        begun = true;
        await attempt(`${part.saved.file} could not be restored`, () =>
          fillVolume(join(folder, part.saved.file), part.saved, of(part)),
        );
        return `${part.saved.content.entries} files and folders are the same as when they were saved`;
      },
    })),
    swap: all(
      'swap-volumes',
      `swap what is in ${names}`,
      ({ volume }) => [`in ${volume.name}: mv * .failsafe-old/, mv .failsafe-new/* .`],
      part => swapVolume(part.saved, of(part)),
    ),
    keep: all(
      'keep-volumes',
      `remove what was replaced in ${names}`,
      ({ volume }) => [`in ${volume.name}: rm -rf .failsafe-old`],
      async part => {
        kept = true;
        await keepSwap(of(part));
      },
    ),
    async undo(within) {
      if (begun && !kept) for (const part of parts) await undoSwap(of(part, within));
    },
  };
}
