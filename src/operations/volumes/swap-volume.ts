import { pack } from 'tar-stream';
import { ask, type Engine } from '../../runtimes/docker/engine.ts';
import { readArchive } from './archive.ts';
import type { FoundVolume } from './find-volumes.ts';
import { MOUNT, runOnVolume, withHelper } from './helper-container.ts';
import type { VolumeInBackup } from './save-volume.ts';
import { isSameContent, takeVolumeCensus } from './volume-census.ts';

/** The volume to restore into. */
export interface SwapOptions {
  readonly engine: Engine;
  readonly project: string;
  readonly volume: FoundVolume;
  readonly signal: AbortSignal;
}

/** What is restored is filled here, inside of the volume, so that a rename puts it in place. */
const NEW = '.failsafe-new';

/** `each DIR WORK`: for all in a folder but what is our own. */
const EACH = `each() { for one in "$1"/* "$1"/.[!.]* "$1"/..?*; do
  case "$one" in ./.failsafe-new|./.failsafe-part|./.failsafe-old|./.failsafe-gone) continue;; esac
  if [ -e "$one" ] || [ -L "$one" ]; then "$2" "$one"; fi
done; }
away() { mv -- "$1" .failsafe-part/; }
back() { mv -- "$1" ./; }
gone() { rm -rf -- "$1"; }
`;

/**
 * Takes a swap back, wherever it was cut off: `part` has some of what was there, `old` all of it, and `gone` what was
 * given up. May be run again and again.
 */
const UNDO = `${EACH}rm -rf .failsafe-gone
if [ -d .failsafe-old ]; then each . gone; mv .failsafe-old .failsafe-part; fi
if [ -d .failsafe-part ]; then each .failsafe-part back; rmdir .failsafe-part; fi
rm -rf .failsafe-new`;

/** The script of the swap: what is there goes aside, then what was filled takes its place: only names change. */
export const SWAP = `${EACH}mkdir .failsafe-part
each . away
mv .failsafe-part .failsafe-old
each .failsafe-new back
rmdir .failsafe-new
chown "$1" .
chmod "$2" .`;

const KEEP = 'mv .failsafe-old .failsafe-gone; rm -rf .failsafe-gone';

/** Where the archive in a backup was filled into a volume something else came out. */
export class OtherVolume extends Error {
  constructor(expected: VolumeInBackup['content'], got: VolumeInBackup['content']) {
    const told = ({ entries, bytes }: VolumeInBackup['content']) => `${entries} entries with ${bytes} bytes`;
    super(
      `what was restored is not what was saved: ${told(got)} instead of ${told(expected)}, or other contents`,
    );
    this.name = 'OtherVolume';
  }
}

const helper = ({ volume, ...rest }: SwapOptions) => ({
  ...rest,
  volume: volume.name,
  images: volume.images,
});

/** Gives a volume back what was in it; nothing is done where nothing was begun. */
export const undoSwap = (options: SwapOptions): Promise<void> => runOnVolume(helper(options), UNDO);

/** Fills the archive in beside what is there, and reads it back. */
export async function fillVolume(file: string, saved: VolumeInBackup, options: SwapOptions): Promise<void> {
  const { engine, signal } = options;
  await undoSwap(options);
  await withHelper(helper(options), async container => {
    const put = (archive: string | NodeJS.ReadableStream, path: string) =>
      ask(engine, signal, docker => docker.getContainer(container).putArchive(archive, { path }));
    const folder = pack();
    folder.entry({ name: NEW, type: 'directory', mode: 0o700 });
    folder.finalize();
    await put(folder as unknown as NodeJS.ReadableStream, MOUNT);
    await put(file, `${MOUNT}/${NEW}`);
    const got = await takeVolumeCensus(await readArchive(engine, container, signal, `${NEW}/`), signal);
    if (!isSameContent(saved.content, got)) throw new OtherVolume(saved.content, got);
  });
}

/** Puts what was filled in the place of what is there, which stays beside it until {@link keepSwap}. */
export function swapVolume({ content: { owner } }: VolumeInBackup, options: SwapOptions): Promise<void> {
  const { uid, gid, mode } = owner;
  return runOnVolume(helper(options), SWAP, [`${uid}:${gid}`, mode.toString(8)]);
}

/** Removes what was replaced. */
export const keepSwap = (options: SwapOptions): Promise<void> => runOnVolume(helper(options), KEEP);
