import { MENDS } from '../../levels/mends/mends.ts';
import type { Edit } from '../../model/edit.ts';
import type { SourceObservation } from '../../model/observations/source.ts';
import type { Spot } from '../../model/verdict.ts';
import { type LookOptions, lookWith, tryEdits } from './look-with.ts';

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

interface Options extends LookOptions {
  /** Whether a file may be changed, or made. */
  isOpen(path: string): boolean;
}

/**
 * Mends spot after spot, each by the smallest edit, in memory. An edit is kept when what it mends is gone after it, and
 * nothing new is found.
 */
export async function mendProject(before: SourceObservation, options: Options): Promise<MendedProject> {
  let now = lookWith(options, before);
  const mended: Mended[] = [];
  const refused = new Set<string>();
  const key = (rule: string, { file, line, column, message }: Spot) =>
    `${rule} ${file} ${line} ${column} ${message}`;

  function next(): { rule: string; spot: Spot; edits: readonly Edit[] } | undefined {
    for (const [rule, mend] of Object.entries(MENDS)) {
      for (const spot of now.seen.get(rule) ?? []) {
        if (refused.has(key(rule, spot)) || !options.isOpen(spot.file)) continue;
        const edits = mend(spot, now.project);
        if (edits.length > 0 && edits.every(({ file }) => options.isOpen(file))) return { rule, spot, edits };
      }
    }
    return undefined;
  }

  for (let one = next(); one !== undefined; one = next()) {
    const { rule, spot, edits } = one;
    const after = await tryEdits(now, rule, edits, options);
    if (after !== undefined) {
      now = after;
      mended.push({ rule, spot });
      refused.clear();
    } else refused.add(key(rule, spot));
  }
  return { project: now.project, mended };
}
