import { type Command, Option } from 'commander';
import { RULE_SEVERITIES, type RuleSeverity } from '../levels/check.ts';
import { guarded } from './guarded.ts';

/** What `failsafe precommit` can print. */
export const COMMIT_REPORTERS = ['text', 'json', 'sarif', 'junit', 'github'] as const;

/** Options of `failsafe precommit`. */
export interface PrecommitOptions {
  readonly all?: boolean;
  readonly since?: string;
  readonly failOn?: RuleSeverity;
  readonly reporter: (typeof COMMIT_REPORTERS)[number];
  readonly json?: boolean;
  readonly fix?: boolean;
  readonly dryRun?: boolean;
  readonly undo?: boolean;
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
}

/** `failsafe precommit`: the static levels, for what is about to be committed. */
export function addPrecommitCommand(program: Command): void {
  program
    .command('precommit')
    .description('look at what is staged: syntax, configuration, security, secrets; needs no stack')
    .addOption(new Option('--all', 'every file that git tracks, as it is staged').conflicts('since'))
    .option('--since <revision>', 'what has changed since this branch left the revision')
    .addOption(
      new Option('--fail-on <severity>', 'the least severity that refuses; default: high').choices([
        ...RULE_SEVERITIES,
      ]),
    )
    .addOption(
      new Option('--reporter <name>', 'what is printed').choices([...COMMIT_REPORTERS]).default('text'),
    )
    .option('--json', 'the same as --reporter json')
    .option('--fix', 'mend in the work tree what can be mended without a person')
    .addOption(new Option('--dry-run', 'only show what --fix would change').implies({ fix: true }))
    .addOption(
      new Option('--undo', 'take back what --fix has changed last').conflicts(['fix', 'all', 'since']),
    )
    .option(
      '--baseline <file>',
      'pass over the findings that this file knows; default: precommit.baseline of failsafe.yaml',
    )
    .addOption(
      new Option(
        '--write-baseline',
        'write all that is found into that file, for 90 days; no line and no value stands in it',
      ).conflicts(['fix', 'undo', 'since']),
    )
    .action((options: PrecommitOptions) =>
      guarded(async () => (await import('./start-commit.ts')).startCommit(options)),
    );
}
