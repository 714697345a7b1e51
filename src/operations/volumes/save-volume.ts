import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { ask, type Engine } from '../../runtimes/docker/engine.ts';
import { readArchive } from './archive.ts';
import type { FoundVolume } from './find-volumes.ts';
import { withHelper } from './helper-container.ts';
import { isSameContent, takeVolumeCensus, type VolumeContent } from './volume-census.ts';

/** One volume in a backup. */
export interface VolumeInBackup {
  /** Its name in the compose file. */
  readonly volume: string;
  /** File beside the manifest: a tar archive, compressed with gzip. */
  readonly file: string;
  readonly bytes: number;
  readonly content: VolumeContent;
  /** Something wrote to it while it was read: what is saved is of no one moment. */
  readonly moved?: true;
}

/** What is saved, and how. */
export interface SaveOptions {
  readonly engine: Engine;
  readonly project: string;
  readonly volume: FoundVolume;
  /** File to write. */
  readonly to: string;
  /** Whether what writes to it is paused meanwhile. */
  readonly pause: boolean;
  readonly signal: AbortSignal;
  readonly tell: (status: string) => void;
}

const RESUME_MS = 30_000;

/** Pauses what writes to the volume while `work` is done. */
async function paused<T>({ engine, volume, signal }: SaveOptions, work: () => Promise<T>): Promise<T> {
  const halted: string[] = [];
  try {
    for (const { id } of volume.users.filter(({ running, writes }) => running && writes)) {
      await ask(engine, signal, docker => docker.getContainer(id).pause());
      halted.push(id);
    }
    return await work();
  } finally {
    for (const id of halted)
      await ask(engine, AbortSignal.timeout(RESUME_MS), docker => docker.getContainer(id).unpause());
  }
}

/** The content of a saved archive, which is read from its first to its last byte. */
export const savedContent = (file: string, signal: AbortSignal): Promise<VolumeContent> => {
  const unzipped = createGunzip();
  const reading = pipeline(createReadStream(file), unzipped, { signal });
  return Promise.all([takeVolumeCensus(unzipped, signal), reading]).then(([content]) => content);
};

/**
 * Writes all files of a volume to an archive, and reads the archive, then the volume once more: when both differ, something
 * wrote to it meanwhile. Of what is paused the archive alone is read.
 */
export async function saveVolume(options: SaveOptions): Promise<Omit<VolumeInBackup, 'file'>> {
  const { engine, volume, to, pause, signal, tell } = options;
  const save = () =>
    withHelper({ ...options, volume: volume.name, images: volume.images }, async container => {
      tell('writing the archive');
      const archive = await readArchive(engine, container, signal);
      await pipeline(archive, createGzip(), createWriteStream(to, { mode: 0o600, flush: true }), { signal });
      tell('reading the archive');
      const content = await savedContent(to, signal);
      if (pause) return { content, moved: false };
      tell('reading the volume once more');
      const again = await takeVolumeCensus(await readArchive(engine, container, signal), signal);
      return { content, moved: !isSameContent(content, again) };
    });
  const { content, moved } = await (pause ? paused(options, save) : save());
  const { size } = await stat(to);
  return { volume: volume.key, bytes: size, content, ...(moved && { moved: true as const }) };
}
