import { type Command, Option } from 'commander';
import { guarded } from './guarded.ts';

/** Options of `failsafe prove`. */
export interface ProveCommandOptions {
  readonly config?: string;
  readonly grep?: string;
  readonly runtime?: 'processes' | 'testcontainers';
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly list?: boolean;
  readonly output?: string;
}

/** `failsafe prove`: breaks an isolated stack on purpose and looks whether failsafe finds it. */
export function addProveCommand(program: Command): void {
  program
    .command('prove')
    .argument('[faults...]', 'only these faults, by the ids that --list prints; * stands for any text')
    .description(
      'break an isolated stack in every known way: is each fault found, its cause named first, gone when mended',
    )
    .option('-c, --config <file>', 'the file; default: failsafe.yaml here or in the nearest parent folder')
    .option('-g, --grep <tags>', 'only faults of checks with these tags: "auth", "api and not slow"')
    .addOption(
      new Option(
        '-r, --runtime <name>',
        'where the stack to break runs; never the deployment itself',
      ).choices(['processes', 'testcontainers']),
    )
    .option('--json', 'print the proofs as JSON')
    .option('--list', 'print the faults and break nothing')
    .option('-o, --output <folder>', 'also write proof.json and proof.junit.xml into this folder')
    .option('--strict', 'a check without a fault that turns it red makes the exit code 1')
    .action((faults: string[], options: ProveCommandOptions) =>
      guarded(async () => (await import('./prove-stack.ts')).proveStack(options, faults)),
    );
}
