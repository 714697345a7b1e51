import { composedFiles } from '../languages/composed-files.ts';
import { readFilesIn } from '../languages/languages.ts';
import type { SourceObservation } from '../model/observations/source.ts';
import type { Files } from './check.ts';

/** What the probe would see of these files. */
export async function projectOf(files: Files): Promise<SourceObservation> {
  const raw = Object.entries(files).map(([path, given]) => {
    const facts = typeof given === 'string' ? { text: given } : given;
    return { path, executable: false, bytes: facts.text?.length ?? 0, tracked: true, ...facts };
  });
  const paths = raw.map(({ path }) => path);
  const read = (path: string) => raw.find(one => one.path === path)?.text;
  const composed = await composedFiles({ paths, read });
  const known = raw.map(file => ({ ...file, composed: composed.get(file.path) }));
  return { files: await readFilesIn(known), paths };
}
