import type { Source } from '../config/schema/source.ts';
import type { JudgedFiles, SourceFile, SourceObservation } from '../model/observations/source.ts';
import type { PassedSpot, Spot } from '../model/verdict.ts';
import type { Check } from './check.ts';
import { isReadAcross } from './read-across.ts';

/** What becomes of files while they are read. */
export interface ReadingJudge {
  /** For `judged` of what is observed. */
  readonly judged: ReadonlyMap<string, JudgedFiles>;
  /** Judges some files, and gives what has to be kept of them. */
  keep(files: readonly SourceFile[]): SourceFile[];
}

/** What is looked at, and what is kept of it. */
export interface JudgeOptions extends Pick<SourceObservation, 'changed'> {
  readonly rules: readonly Check[];
  readonly declared: Source;
  /** Whether the texts in which something was found are wanted later. */
  readonly keepsFound: boolean;
}

/**
 * Has the rules that look at each file by itself judge files as they are read, and lets go of the texts that no other rule looks
 * at: memory grows with what the rules found, and not with the tree.
 */
export function judgeAsRead({ rules, declared, changed, keepsFound }: JudgeOptions): ReadingJudge {
  const judged = new Map<string, { count: number; spots: Spot[]; passedOver: PassedSpot[] }>();
  return {
    judged,
    keep(files) {
      const found = new Set<string>();
      for (const { rule } of rules) {
        const own = rule?.judgeSome?.({ files, changed }, declared);
        if (rule === undefined || own === undefined) continue;
        const all = judged.get(rule.id) ?? { count: 0, spots: [], passedOver: [] };
        judged.set(rule.id, all);
        all.count += own.count;
        all.spots.push(...own.spots);
        all.passedOver.push(...own.passedOver);
        for (const { file } of keepsFound ? own.spots : []) found.add(file);
      }
      return files.map(file => {
        if (isReadAcross(file) || found.has(file.path)) return file;
        const { text: _, ...rest } = file;
        return rest;
      });
    },
  };
}
