import { MENDS } from '../../levels/mends/mends.ts';
import { placesIn } from '../../matching/places-in.ts';
import type { Edit, TextEdit } from '../../model/edit.ts';
import type { LineColumn, SourceObservation } from '../../model/observations/source.ts';
import type { Spot } from '../../model/verdict.ts';
import { endedLike } from './apply-edits.ts';
import { type LookOptions, lookWith, tryEdits } from './look-with.ts';
import { secretLines } from './secret-lines.ts';

/** A part of a file, and what is to stand there. */
export interface Replacement {
  readonly file: string;
  readonly from: LineColumn;
  /** Behind its last character. */
  readonly to: LineColumn;
  readonly text: string;
}

/** What mends one spot, whatever becomes of the others. */
export interface Proposal {
  readonly rule: string;
  readonly spot: Spot;
  readonly replacements: readonly Replacement[];
}

const isText = (edit: Edit): edit is TextEdit => 'text' in edit;

function replacementOf(
  { files }: SourceObservation,
  { file, start, end, text: added }: TextEdit,
): Replacement {
  const text = files.find(({ path }) => path === file)?.text ?? '';
  const place = placesIn(text);
  return { file, from: place(start), to: place(end), text: endedLike(text, added) };
}

/** Whether an edit would show a secret: a location that is copied may have one in it. */
const showsSecret = (lines: ReadonlyMap<string, ReadonlySet<string>>, { file, text }: TextEdit): boolean =>
  text.trim().length > 1 &&
  [...(lines.get(file) ?? [])].some(line => text.includes(line) || line.includes(text.trim()));

/** What mends the spots of a project, one at a time, as {@link mendProject} would; run bits are no part of a text. */
export async function proposeEdits(project: SourceObservation, options: LookOptions): Promise<Proposal[]> {
  const now = lookWith(options, project);
  const found: Proposal[] = [];
  for (const [rule, mend] of Object.entries(MENDS)) {
    for (const spot of now.seen.get(rule) ?? []) {
      const edits = mend(spot, project);
      if (edits.length === 0 || !edits.every(isText)) continue;
      const after = await tryEdits(now, rule, edits, options);
      if (after === undefined) continue;
      const secrets = secretLines(after.project, options);
      if (edits.some(edit => showsSecret(secrets, edit))) continue;
      found.push({ rule, spot, replacements: edits.map(edit => replacementOf(project, edit)) });
    }
  }
  return found;
}
