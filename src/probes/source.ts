import { composedFiles } from '../languages/composed-files.ts';
import { readFilesIn } from '../languages/languages.ts';
import type { RawFile } from '../model/observations/source.ts';
import type { Probe } from '../model/probe.ts';
import { listFiles } from './source/list-files.ts';
import { readRawFile } from './source/read-raw-file.ts';

/** The files of the application, each read in its language. */
export const probe: Probe<'source'> = {
  id: 'source',
  async observe({ root, ignore, compose }, { signal }) {
    const listed = await listFiles(root, ignore, signal);
    const files: RawFile[] = [];
    for (const entry of listed.files) {
      signal.throwIfAborted();
      const raw = await readRawFile(root, entry);
      if (raw !== undefined) files.push(raw);
    }
    const texts = new Map(files.map(({ path, text }) => [path, text]));
    const read = (path: string) => texts.get(path);
    const composed = await composedFiles({ paths: [...texts.keys()], named: compose, read });
    const known = files.map(file => ({ ...file, composed: composed.get(file.path) }));
    return { files: await readFilesIn(known), paths: listed.paths };
  },
};
