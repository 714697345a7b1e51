import type { Source } from '../../config/schema/source.ts';
import { readFileIn } from '../../languages/languages.ts';
import type { Check } from '../../levels/check.ts';
import type { Edit } from '../../model/edit.ts';
import type { SourceFile, SourceObservation } from '../../model/observations/source.ts';
import type { Spot, Verdict } from '../../model/verdict.ts';
import { applyEdits } from './apply-edits.ts';

/** A project, and the spots of each rule in it. */
export interface Looked {
  readonly project: SourceObservation;
  readonly seen: ReadonlyMap<string, readonly Spot[]>;
}

/** The rules that are looked with, and the section `source` of failsafe.yaml. */
export interface LookOptions {
  readonly rules: readonly Check[];
  readonly declared: Source;
}

/** Looks at a project. */
export function lookWith({ rules, declared }: LookOptions, project: SourceObservation): Looked {
  const spotsOf = ({ evaluate }: Check) => (evaluate(project as never, declared) as Verdict).spots ?? [];
  return { project, seen: new Map(rules.map(check => [check.rule?.id ?? '', spotsOf(check)])) };
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
  const made = edits
    .filter(edit => 'create' in edit)
    .map(({ file, create }) =>
      readFileIn({ path: file, text: create, executable: false, bytes: Buffer.byteLength(create) }),
    );
  return { ...project, files: await Promise.all([...project.files.map(change), ...made]) };
}

/** The project after edits; undefined where what they mend is still there, or something new is found. */
export async function tryEdits(
  { project, seen }: Looked,
  rule: string,
  edits: readonly Edit[],
  options: LookOptions,
): Promise<Looked | undefined> {
  const after = lookWith(options, await edited(project, edits));
  const count = (found: Looked['seen'], id: string) => found.get(id)?.length ?? 0;
  const isGone = count(after.seen, rule) < count(seen, rule);
  const isWorse = [...after.seen.keys()].some(id => count(after.seen, id) > count(seen, id));
  return isGone && !isWorse ? after : undefined;
}
