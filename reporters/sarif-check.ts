import type { Places } from '../src/engine/declared-at.ts';
import { checks } from '../src/engine/registry.generated.ts';
import type { Report } from '../src/model/result.ts';
import { type Anchored, anchored } from './anchored.ts';
import { knownWords } from './baseline-lines.ts';
import { resultWords } from './github-check.ts';
import { renderSarif, type SarifFinding, sarifLevelOf } from './sarif.ts';

const checkOf = ({ result }: Anchored) => checks.find(({ id }) => id === result.check);

function findingOf(one: Anchored): SarifFinding {
  const { result, spot, file, line, column, related } = one;
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
    ...(status === 'known' && { suppressed: knownWords(result) }),
  };
}

/**
 * The report as SARIF: each root cause and each warning at the line that declares what is wrong; what the baseline passes over is
 * suppressed, and what keeps a run from its end is a notification.
 */
export function renderSarifCheck(report: Report, places: Places): string {
  const found = anchored(report, places);
  const broken = found.map(checkOf).filter(check => check !== undefined);
  const notifications = report.problems.map(({ code, message, fix }) => ({
    code,
    message: fix === undefined ? message : `${message}. ${fix}`,
  }));
  return renderSarif(found.map(findingOf), [...new Set(broken)], notifications);
}
