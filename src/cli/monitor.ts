import { type Command, Option } from 'commander';
import { RUNTIMES, type RuntimeName } from '../model/stack.ts';
import { guarded } from './guarded.ts';

/** Options that all parts of `failsafe monitor` share. */
export interface MonitorPlace {
  readonly config?: string;
}

/** Options of `failsafe monitor`. */
export interface MonitorCommandOptions extends MonitorPlace {
  readonly runtime?: RuntimeName;
  readonly detach?: boolean;
  readonly dryRun?: boolean;
}

const CONFIG = [
  '-c, --config <file>',
  'the file; default: failsafe.yaml here or in the nearest parent folder',
] as const;

/** `failsafe monitor status`, which is `failsafe status` as well: it is what is asked most. */
export function addStatusCommand(parent: Command): void {
  parent
    .command('status')
    .description(
      'say how all is: as the monitor that runs sees it, else by a quick look. 0 well, 1 not well, 2 nobody knows',
    )
    .option(...CONFIG)
    .option('--json', 'print it as JSON')
    .action((_: unknown, command: Command) =>
      guarded(async () => (await import('./monitor-status.ts')).monitorStatus(command.optsWithGlobals())),
    );
}

/** `failsafe monitor`: watches a deployment, mends what breaks, tells of it. */
export function addMonitorCommand(program: Command): void {
  const monitor = program
    .command('monitor')
    .description(
      'watch the deployment, mend what breaks within the budgets of failsafe.yaml, tell of it; until Ctrl-C',
    )
    .option(...CONFIG)
    .addOption(
      new Option(
        '-r, --runtime <name>',
        'where the stack runs; overrides FAILSAFE_RUNTIME and the file',
      ).choices(RUNTIMES.filter(name => name !== 'testcontainers')),
    )
    .option('-d, --detach', 'go on in the background once the first look is done')
    .option('--dry-run', 'act on nothing, and say what would be done')
    .action((options: MonitorCommandOptions) =>
      guarded(async () =>
        options.detach
          ? (await import('./detach-monitor.ts')).detachMonitor(options)
          : (await import('./run-monitor.ts')).monitorDeployment(options),
      ),
    );
  addStatusCommand(monitor);
  monitor
    .command('logs')
    .description('print the log of the monitor')
    .option(...CONFIG)
    .option('-f, --follow', 'go on with what is added, until Ctrl-C')
    .option('-n, --lines <number>', 'so many of the last lines', '100')
    .action((_: unknown, command: Command) =>
      guarded(async () => (await import('./monitor-logs.ts')).monitorLogs(command.optsWithGlobals())),
    );
  monitor
    .command('alerts')
    .description('print the alerts that fire')
    .option(...CONFIG)
    .option('-a, --all', 'those that are over as well')
    .option('--json', 'print them as JSON')
    .action((_: unknown, command: Command) =>
      guarded(async () => (await import('./monitor-alerts.ts')).monitorAlerts(command.optsWithGlobals())),
    );
  monitor
    .command('stop')
    .description('end the monitor that runs; what it is doing is done to its end')
    .option(...CONFIG)
    .action((_: unknown, command: Command) =>
      guarded(async () => (await import('./stop-monitor.ts')).stopMonitor(command.optsWithGlobals())),
    );
}
