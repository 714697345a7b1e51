import type { Source } from '../../config/schema/source.ts';
import { readFileIn } from '../../languages/languages.ts';
import type { Check } from '../../levels/check.ts';
import { MENDS } from '../../levels/mends/mends.ts';
import type { Edit } from '../../model/edit.ts';
import type { SourceFile, SourceObservation } from '../../model/observations/source.ts';
import type { Spot, Verdict } from '../../model/verdict.ts';
import { applyEdits } from './apply-edits.ts';

/** A spot that was mended. */
export interface Mended {
  readonly rule: string;
  readonly spot: Spot;
}

/** A project after all that could be mended. */
export interface MendedProject {
  readonly project: SourceObservation;
  readonly mended: readonly Mended[];
}

interface Options {
  readonly rules: readonly Check[];
  readonly declared: Source;
  /** Whether a file may be changed. */
  isOpen(path: string): boolean;
}

async function edited(project: SourceObservation, edits: readonly Edit[]): Promise<SourceObservation> {
  const change = async (file: SourceFile): Promise<SourceFile> => {
    const own = edits.filter(edit => edit.file === file.path);
    if (own.length === 0) return file;
    const { language: _, flaws: __, tree: ___, ...raw } = file;
    const text = applyEdits(
      file.text ?? '',
      own.filter(edit => 'text' in edit),
    );
    const executable = file.executable || own.some(edit => 'executable' in edit);
    return readFileIn({ ...raw, text, executable, bytes: Buffer.byteLength(text) });
  };
  return { ...project, files: await Promise.all(project.files.map(change)) };
}

/**
 * Mends spot after spot, each by the smallest edit, in memory. An edit is kept when what it mends is gone after it, and
 * nothing new is found.
 */
export async function mendProject(before: SourceObservation, options: Options): Promise<MendedProject> {
  const { rules, declared, isOpen } = options;
  const look = (project: SourceObservation): Map<string, readonly Spot[]> =>
    new Map(
      rules.map(({ rule, evaluate }) => {
        const { spots = [] } = evaluate(project as never, declared) as Verdict;
        return [rule?.id ?? '', spots];
      }),
    );
  let project = before;
  let seen = look(project);
  const mended: Mended[] = [];
  const refused = new Set<string>();
  const key = (rule: string, { file, line, column, message }: Spot) =>
    `${rule} ${file} ${line} ${column} ${message}`;

  function next(): { rule: string; spot: Spot; edits: readonly Edit[] } | undefined {
    for (const [rule, mend] of Object.entries(MENDS)) {
      for (const spot of seen.get(rule) ?? []) {
        if (refused.has(key(rule, spot)) || !isOpen(spot.file)) continue;
        const edits = mend(spot, project);
        if (edits.length > 0) return { rule, spot, edits };
      }
    }
    return undefined;
  }

  for (let one = next(); one !== undefined; one = next()) {
    const { rule, spot, edits } = one;
    const candidate = await edited(project, edits);
    const after = look(candidate);
    const count = (found: ReadonlyMap<string, readonly Spot[]>, id: string) => found.get(id)?.length ?? 0;
    const isGone = count(after, rule) < count(seen, rule);
    const isWorse = [...after.keys()].some(id => count(after, id) > count(seen, id));
    if (isGone && !isWorse) {
      project = candidate;
      seen = after;
      mended.push({ rule, spot });
      refused.clear();
    } else refused.add(key(rule, spot));
  }
  return { project, mended };
}
