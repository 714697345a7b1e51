import { inRepository, type Places } from '../src/engine/declared-at.ts';
import { rankFailures } from '../src/engine/rank-failures.ts';
import type { CheckResult, Report } from '../src/model/result.ts';
import type { Place } from '../src/model/verdict.ts';
import { annotation } from './github.ts';

/** What a result says, line by line, with the first fix. */
export function resultWords({ message, expected, got, cause, fixes }: CheckResult): string {
  const [fix] = fixes;
  return [
    message,
    expected && `expected: ${expected}`,
    got && `got: ${got}`,
    cause && `cause: ${cause}`,
    fix && `fix: ${fix.text}`,
    fix?.command && `$ ${fix.command}`,
  ]
    .filter(Boolean)
    .join('\n');
}

function annotations(result: CheckResult, { declared, inSource }: Places): string[] {
  const command = result.status === 'warn' ? 'warning' : 'error';
  const title = `${result.id} ${result.code}`;
  const spots = (result.spots ?? []).map(spot => ({ ...spot, file: inSource(spot.file) }));
  const places: (Place | undefined)[] = spots.length > 0 ? spots : [declared(result)];
  return places.map(place => annotation(command, { ...place, title }, resultWords(result)));
}

/** Workflow commands of GitHub Actions: each root cause and each warning at the line that declares what is wrong. */
export function renderGithubCheck({ problems, prerequisites, results }: Report, places: Places): string {
  const telling = rankFailures([...prerequisites, ...results]).filter(({ status }) =>
    ['fail', 'error', 'warn'].includes(status),
  );
  return [
    ...problems.map(({ code, message, at, fix }) =>
      annotation(
        'error',
        { ...at, file: at && inRepository(at.file), title: code },
        fix === undefined ? message : `${message}\n${fix}`,
      ),
    ),
    ...telling.flatMap(result => annotations(result, places)),
  ].join('');
}
