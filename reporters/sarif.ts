import { createHash } from 'node:crypto';
import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from 'node-sarif-builder';
import type { Check } from '../src/levels/check.ts';
import type { CheckResult } from '../src/model/result.ts';
import type { CommitFinding } from './commit-findings.ts';

const LEVELS = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const;
/** As GitHub reads it: CVSS, of which 9 and more is critical and 7 and more is high. */
const SCORES = { critical: '9.5', high: '8.0', medium: '5.0', low: '2.0' } as const;

function ruleOf({ rule, title, why, codes }: Check): SarifRuleBuilder | undefined {
  if (rule === undefined) return undefined;
  const page = codes[rule.id];
  const built = new SarifRuleBuilder().initSimple({
    ruleId: rule.id,
    shortDescriptionText: title,
    fullDescriptionText: why,
  });
  built.rule.help = { text: page === undefined ? why : `${page.cause} ${page.fix}` };
  built.rule.properties = { 'security-severity': SCORES[rule.severity] };
  return built;
}

/** The same for the same finding after lines were added above it. The text of a line may be a secret: it is not in it. */
const fingerprint = ({ rule, file, message }: CommitFinding, before: number): string =>
  createHash('sha256').update(`${rule}\n${file}\n${message}\n${before}`).digest('hex');

const address = (file: string): string => file.split('/').map(encodeURIComponent).join('/');

function resultOf(finding: CommitFinding, before: number): SarifResultBuilder {
  const { rule, severity, message, fix, file, line, column, related } = finding;
  const built = new SarifResultBuilder().initSimple({
    ruleId: rule,
    level: LEVELS[severity],
    messageText: fix === undefined ? message : `${message}. ${fix}`,
    fileUri: address(file),
    startLine: line,
    startColumn: column,
    endLine: line,
    endColumn: column + 1,
  });
  built.result.partialFingerprints = { 'failsafe/v1': fingerprint(finding, before) };
  if (related !== undefined) {
    const region = { startLine: related.line, startColumn: related.column };
    built.result.relatedLocations = [
      { physicalLocation: { artifactLocation: { uri: address(related.file) }, region } },
    ];
  }
  return built;
}

/** SARIF 2.1.0, as code scanning reads it. What could not be looked at makes the run one that did not succeed. */
export function renderSarif(
  findings: readonly CommitFinding[],
  checks: readonly Check[],
  unsure: readonly CheckResult[],
): string {
  const run = new SarifRunBuilder().initSimple({ toolDriverName: 'failsafe', toolDriverVersion: '0.1.0' });
  for (const rule of checks.map(ruleOf)) if (rule !== undefined) run.addRule(rule);
  run.run.invocations = [
    {
      executionSuccessful: unsure.length === 0,
      toolExecutionNotifications: unsure.map(({ id, message }) => ({
        level: 'error',
        message: { text: `${id}: ${message}` },
      })),
    },
  ];
  const seen = new Map<string, number>();
  for (const finding of findings) {
    const key = `${finding.rule}\n${finding.file}\n${finding.message}`;
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    run.addResult(resultOf(finding, before));
  }
  const builder = new SarifBuilder();
  builder.addRun(run);
  return `${builder.buildSarifJsonString({ indent: true })}\n`;
}
