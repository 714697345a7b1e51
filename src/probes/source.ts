import { readFilesIn } from '../languages/languages.ts';
import type { RawFile } from '../model/observations/source.ts';
import type { Probe } from '../model/probe.ts';
import { listFiles } from './source/list-files.ts';
import { readRawFile } from './source/read-raw-file.ts';

/** The files of the application, each read in its language. */
export const probe: Probe<'source'> = {
  id: 'source',
  async observe({ root, ignore }, { signal }) {
    const listed = await listFiles(root, ignore, signal);
    const files: RawFile[] = [];
    for (const entry of listed.files) {
      signal.throwIfAborted();
      const raw = await readRawFile(root, entry);
      if (raw !== undefined) files.push(raw);
    }
    return { files: await readFilesIn(files), paths: listed.paths };
  },
};
