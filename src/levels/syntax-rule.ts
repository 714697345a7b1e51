import type { Language } from '../model/observations/source.ts';
import type { Files } from './check.ts';
import type { Rule } from './rule.ts';

/** What differs between the languages. */
export interface LanguageFacts {
  readonly id: string;
  readonly language: Language;
  /** As people call it. */
  readonly name: string;
  readonly source: string;
  readonly bad: Files;
  readonly good: Files;
}

/** The rule that every file of a language can be read by what runs it. */
export const syntaxRule = ({ id, language, name, source, bad, good }: LanguageFacts): Rule => ({
  id,
  name: `${language}-syntax`,
  severity: 'high',
  title: `Every ${name} file can be read`,
  why: 'What cannot be read cannot be run: it fails when it is deployed, or on the first request that needs it.',
  source,
  problem: `No valid ${name}`,
  cause: 'A slip of the pen, a merge that went wrong, or a file in an encoding that is not UTF-8.',
  fix: 'Correct the text at this place; what stands before it may be the cause.',
  reads: [language],
  bad,
  good,
  *find({ files }) {
    for (const file of files) {
      if (file.language !== language) continue;
      for (const flaw of file.flaws.slice(0, 1)) yield { file: file.path, ...flaw };
    }
  },
});
