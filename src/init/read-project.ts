import { languageOf } from '../languages/language-of.ts';
import { readFileIn } from '../languages/languages.ts';
import type { Language, SourceFile, SourceObservation } from '../model/observations/source.ts';
import { listFiles } from '../probes/source/list-files.ts';
import { readRawFile } from '../probes/source/read-raw-file.ts';

/** Languages whose trees are looked into. Of all others the text is enough, and parsing takes its time. */
const PARSED: readonly (Language | undefined)[] = ['compose', 'dockerfile', 'nginx'];

/** The files of a project, as far as `failsafe init` and `failsafe drift` look into them. */
export async function readProject(root: string, signal: AbortSignal): Promise<SourceObservation> {
  const listed = await listFiles(root, [], signal);
  const files: SourceFile[] = [];
  for (const entry of listed.files) {
    signal.throwIfAborted();
    const raw = await readRawFile(root, entry);
    if (raw?.text === undefined) continue;
    const language = languageOf(raw.path, raw.text);
    files.push(PARSED.includes(language) ? await readFileIn(raw) : { ...raw, language, flaws: [] });
  }
  return { files };
}
