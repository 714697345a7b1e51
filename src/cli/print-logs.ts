import { loadConfig } from '../config/load.ts';
import { createRedactor } from '../config/redact.ts';
import { ProblemError } from '../model/problem.ts';
import { composeCommand } from '../runtimes/compose/command.ts';
import { projectNameOf } from '../runtimes/compose/project-name.ts';
import { cancelOnSignal } from './cancel-on-signal.ts';
import type { LogsOptions } from './logs.ts';
import { refuseIsolated } from './refuse-isolated.ts';

/** The longest delay that a timer knows: three weeks. */
const FOREVER_MS = 2 ** 31 - 1;

/** Prints the logs of the deployment. */
export async function printLogs(
  services: readonly string[],
  { config, runtime = 'compose', follow, tail }: LogsOptions,
): Promise<number> {
  const loaded = await loadConfig({ file: config, runtime });
  refuseIsolated(loaded, 'listened to');
  const redact = createRedactor(loaded.secrets);
  const project = await projectNameOf(loaded, process.env);
  const words = ['logs', '--no-color', `--tail=${tail}`, ...(follow ? ['--follow'] : []), ...services];
  const command = await composeCommand(loaded, project, words);
  const cancel = cancelOnSignal();
  try {
    const refusal = await command.run(cancel.signal, {
      timeoutMs: FOREVER_MS,
      hear: line => void process.stdout.write(`${redact.text(line)}\n`),
    });
    if (refusal === undefined) return 0;
    throw new ProblemError([
      {
        code: 'COMPOSE_FILE_INVALID',
        message: 'docker compose gave no logs',
        causes: [redact.text(refusal)],
        fix: `By hand: ${command.line}`,
      },
    ]);
  } catch (error) {
    if (cancel.exitCode === undefined) throw error;
    return cancel.exitCode;
  } finally {
    cancel.release();
  }
}
