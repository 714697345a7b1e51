import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../config/units.ts';
import { guarded } from './guarded.ts';
import type { MonitorPlace } from './monitor.ts';

/** Options of `failsafe metrics`. */
export interface MetricsOptions extends MonitorPlace {
  /** How far back, in milliseconds. */
  readonly since: number;
  readonly json?: boolean;
}

const DAY = 86_400_000;
const DURATION = /^[1-9]\d*(?:s|m|h|d)$/;

function parseSince(text: string): number {
  if (DURATION.test(text)) return parseDuration(text);
  throw new InvalidArgumentError('A number with its unit is wanted, such as 30m, 24h or 7d.');
}

/** `failsafe metrics`: what the monitor has measured. */
export function addMetricsCommand(program: Command): void {
  program
    .command('metrics')
    .description(
      'print what the monitor has measured: uptime, response times, errors, database, CPU, memory, network',
    )
    .option('-c, --config <file>', 'the file; default: failsafe.yaml here or in the nearest parent folder')
    .addOption(
      new Option('-s, --since <duration>', 'how far back, such as 1h or 7d; at most 60d')
        .argParser(parseSince)
        .default(DAY, '24h'),
    )
    .option('--json', 'print it as JSON')
    .action((options: MetricsOptions) =>
      guarded(async () => (await import('./print-metrics.ts')).printMetrics(options)),
    );
}
