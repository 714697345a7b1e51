import { readFilesIn } from '../languages/languages.ts';
import type { SourceObservation } from '../model/observations/source.ts';
import type { Files } from './check.ts';

/** What the probe would see of these files. */
export async function projectOf(files: Files): Promise<SourceObservation> {
  const raw = Object.entries(files).map(([path, given]) => {
    const facts = typeof given === 'string' ? { text: given } : given;
    return { path, executable: false, bytes: facts.text?.length ?? 0, tracked: true, ...facts };
  });
  return { files: await readFilesIn(raw), paths: raw.map(({ path }) => path) };
}
