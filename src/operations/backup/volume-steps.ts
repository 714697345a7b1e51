import { join } from 'node:path';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { formatSize } from '../../config/units.ts';
import type { Engine } from '../../runtimes/docker/engine.ts';
import type { Step } from '../step.ts';
import type { FoundVolume } from '../volumes/find-volumes.ts';
import { saveVolume, type VolumeInBackup } from '../volumes/save-volume.ts';

/** The volumes of a compose project that are saved. */
export interface VolumesToSave {
  readonly engine: Engine;
  readonly project: string;
  readonly found: readonly FoundVolume[];
  /** What writes to them is about to be stopped anyway, and may be paused. */
  readonly pauseAll?: boolean;
}

/** What the steps put into a backup. */
export interface VolumeStepsOptions {
  readonly loaded: LoadedConfig;
  readonly volumes: VolumesToSave;
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Hears of each that was saved. */
  saved(volume: VolumeInBackup): void;
}

/** Plans to save each volume into a file of its own. */
export function volumeSteps({ loaded, volumes, folder, signal, saved }: VolumeStepsOptions): Step[] {
  const { engine, project, found, pauseAll = false } = volumes;
  const named = loaded.config.backup?.volumes?.pause ?? [];
  return found.map(volume => {
    const { key, name, users } = volume;
    const pause = pauseAll || named.includes(key);
    const file = `${key}.volume.tar.gz`;
    const writers = users.filter(({ running, writes }) => running && writes).map(one => one.name);
    return {
      id: `volume-${key}`,
      title: `save the volume ${key}`,
      acts: [
        ...(pause && writers.length > 0 ? [`pause ${writers.join(', ')}`] : []),
        `archive ${name} > ${join(folder, file)}`,
        `read ${file} from its first to its last byte${pause ? '' : `, and ${name} once more`}`,
        ...(pause && writers.length > 0 ? [`resume ${writers.join(', ')}`] : []),
      ],
      async run(tell) {
        const to = join(folder, file);
        const done = await saveVolume({ engine, project, volume, to, pause, signal, tell });
        saved({ ...done, file });
        const { entries, bytes } = done.content;
        const told = `${formatSize(done.bytes)}, ${entries} files and folders with ${formatSize(bytes)}`;
        return done.moved
          ? `${told}; it was written to meanwhile, so that this is of no one moment: name it under backup.volumes.pause`
          : told;
      },
    };
  });
}
