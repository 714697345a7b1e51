import type { Places } from '../src/engine/declared-at.ts';
import { checks } from '../src/engine/registry.generated.ts';
import type { Report } from '../src/model/result.ts';
import { type Anchored, anchored } from './anchored.ts';
import { knownWords } from './baseline-lines.ts';
import { resultWords } from './github-check.ts';
import { renderSarif, type SarifFinding, type Suppression, sarifLevelOf } from './sarif.ts';
import { suppressionOf } from './sarif-commit.ts';

interface Passed extends Anchored {
  readonly suppressed: Suppression;
}

const checkOf = ({ result }: Anchored) => checks.find(({ id }) => id === result.check);

/** The places that a comment or the baseline passes over. */
const passedIn = ({ results }: Report, { inSource }: Places): Passed[] =>
  results.flatMap(result =>
    (result.passedOver ?? []).map(({ message, file, line, column, by, why }) => ({
      result,
      spot: message,
      file: inSource(file),
      line,
      column,
      suppressed: suppressionOf({ by, why }),
    })),
  );

function findingOf(one: Anchored & Partial<Passed>): SarifFinding {
  const { result, spot, file, line, column, related, suppressed } = one;
  const { id, status, known, fixes } = result;
  const rule = checkOf(one)?.rule;
  const weight = (known?.status ?? status) === 'warn' ? 'warning' : 'error';
  return {
    rule: rule?.id ?? result.check,
    level: rule === undefined ? weight : sarifLevelOf(rule.severity),
    file,
    line,
    column,
    related,
    ...(spot === undefined
      ? { message: resultWords(result), about: id }
      : { message: spot, fix: fixes[0]?.text }),
    ...(suppressed && { suppressed }),
    ...(suppressed === undefined &&
      status === 'known' && { suppressed: { kind: 'external' as const, justification: knownWords(result) } }),
  };
}

/**
 * The report as SARIF: each root cause and each warning at the line that declares what is wrong; what the baseline passes over is
 * suppressed, and what keeps a run from its end is a notification.
 */
export function renderSarifCheck(report: Report, places: Places): string {
  const known = passedIn(report, places);
  const told = new Set(known.map(({ result }) => result.id));
  const open = anchored(report, places).filter(
    ({ result }) => result.status !== 'known' || !told.has(result.id),
  );
  const found = [...open, ...known];
  const broken = found.map(checkOf).filter(check => check !== undefined);
  const notifications = report.problems.map(({ code, message, fix }) => ({
    code,
    message: fix === undefined ? message : `${message}. ${fix}`,
  }));
  return renderSarif(found.map(findingOf), [...new Set(broken)], notifications);
}
