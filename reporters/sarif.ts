import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from 'node-sarif-builder';
import type { Replacement } from '../src/engine/mend/propose-edits.ts';
import type { Check, RuleSeverity } from '../src/levels/check.ts';
import type { Place } from '../src/model/verdict.ts';
import { version } from '../src/model/version.ts';
import { createFingerprints } from './fingerprints.ts';

type SarifLevel = 'error' | 'warning' | 'note';

const LEVELS = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const;
/** As GitHub reads it: CVSS, of which 9 and more is critical and 7 and more is high. */
const SCORES = { critical: '9.5', high: '8.0', medium: '5.0', low: '2.0' } as const;

/** The level of a rule of the files. */
export const sarifLevelOf = (severity: RuleSeverity): SarifLevel => LEVELS[severity];

/** One finding at its place. */
export interface SarifFinding extends Place {
  /** Id of a rule of the files, else of a check. */
  readonly rule: string;
  readonly level: SarifLevel;
  readonly message: string;
  readonly fix?: string;
  /** The other end of what does not fit together. */
  readonly related?: Place;
  /** What it is about, where its message changes from run to run. Default: its message. */
  readonly about?: string;
  /** Who passes it over, and why. */
  readonly suppressed?: Suppression;
  /** What mends it. */
  readonly replacements?: readonly Replacement[];
}

/** A comment in the file, or a baseline, and the reason that it gives. */
export interface Suppression {
  readonly kind: 'inSource' | 'external';
  readonly justification: string;
}

/** What kept a run from its end. */
export interface SarifNotification {
  readonly code: string;
  readonly message: string;
}

function ruleOf({ id, rule, title, why, codes }: Check): SarifRuleBuilder {
  const page = rule && codes[rule.id];
  const built = new SarifRuleBuilder().initSimple({
    ruleId: rule?.id ?? id,
    shortDescriptionText: title,
    fullDescriptionText: why,
  });
  built.rule.help = { text: page === undefined ? why : `${page.cause} ${page.fix}` };
  if (rule !== undefined) built.rule.properties = { 'security-severity': SCORES[rule.severity] };
  return built;
}

const address = (file: string): string => file.split('/').map(encodeURIComponent).join('/');

/** One mend: what it replaces, file by file. */
const fixOf = (text: string, replacements: readonly Replacement[]) => ({
  description: { text },
  artifactChanges: [...Map.groupBy(replacements, ({ file }) => file)].map(([file, own]) => ({
    artifactLocation: { uri: address(file) },
    replacements: own.map(({ from, to, text: inserted }) => ({
      deletedRegion: {
        startLine: from.line,
        startColumn: from.column,
        endLine: to.line,
        endColumn: to.column,
      },
      insertedContent: { text: inserted },
    })),
  })),
});

function resultOf(finding: SarifFinding, fingerprint: string): SarifResultBuilder {
  const { rule, level, message, fix, file, line, column, related, suppressed, replacements = [] } = finding;
  const built = new SarifResultBuilder().initSimple({
    ruleId: rule,
    level,
    messageText: fix === undefined ? message : `${message}. ${fix}`,
    fileUri: address(file),
    startLine: line,
    startColumn: column,
    endLine: line,
    endColumn: column + 1,
  });
  built.result.partialFingerprints = { 'failsafe/v1': fingerprint };
  // Of all or of none (SARIF 2.1.0, 3.27.23)
  built.result.suppressions = suppressed === undefined ? [] : [suppressed];
  if (replacements.length > 0) built.result.fixes = [fixOf(fix ?? message, replacements)];
  if (related !== undefined) {
    const region = { startLine: related.line, startColumn: related.column };
    built.result.relatedLocations = [
      { physicalLocation: { artifactLocation: { uri: address(related.file) }, region } },
    ];
  }
  return built;
}

/**
 * SARIF 2.1.0, as code scanning reads it.
 *
 * @param checks what the findings break
 * @param notifications why the run could not be done, or not wholly
 */
export function renderSarif(
  findings: readonly SarifFinding[],
  checks: readonly Check[],
  notifications: readonly SarifNotification[] = [],
): string {
  const built = new SarifRunBuilder().initSimple({ toolDriverName: 'failsafe', toolDriverVersion: version });
  for (const check of checks) built.addRule(ruleOf(check));
  built.run.columnKind = 'utf16CodeUnits';
  const fingerprint = createFingerprints();
  for (const finding of findings) {
    const { rule, file, about, message } = finding;
    built.addResult(resultOf(finding, fingerprint(`${rule}\n${file}\n${about ?? message}`)));
  }
  built.run.invocations = [
    {
      executionSuccessful: notifications.length === 0,
      toolExecutionNotifications: notifications.map(({ code, message }) => ({
        level: 'error',
        descriptor: { id: code },
        message: { text: message },
      })),
    },
  ];
  const builder = new SarifBuilder();
  builder.addRun(built);
  return `${builder.buildSarifJsonString({ indent: true })}\n`;
}
