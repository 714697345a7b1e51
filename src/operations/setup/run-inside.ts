import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { SetupCommand } from '../../config/schema/setup.ts';
import { ProblemError } from '../../model/problem.ts';
import { composeCommand } from '../../runtimes/compose/command.ts';
import { ensureEngine } from '../ensure-engine.ts';

const PATIENCE_MS = 600_000;
const LAST_LINES = 25;
const END_MS = 30_000;
/** What is killed outside of a container goes on inside: the process tells who it is, and is killed there. */
const TELL_PID = 'echo "failsafe-pid $$" >&2; exec "$@"';
const PID = /^failsafe-pid (\d+)$/;

/** A command in the container of a service. */
export interface InsideCommand {
  readonly line: string;
  /**
   * @throws ProblemError SETUP_COMMAND_FAILED with its last lines; the signal's reason when it was aborted, and then
   * nothing of it goes on
   */
  run(signal: AbortSignal, hear: (line: string) => void): Promise<void>;
}

/** `a b` → a, b; a list is one already. */
export const wordsOf = ({ run }: Pick<SetupCommand, 'run'>): readonly string[] =>
  typeof run === 'string' ? run.split(/\s+/).filter(Boolean) : run;

/** Makes a command in the container of a service. */
export async function insideCommand(
  loaded: LoadedConfig,
  project: string,
  command: SetupCommand,
): Promise<InsideCommand> {
  const { service, env = {}, timeout = PATIENCE_MS } = command;
  const words = wordsOf(command);
  const flags = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const exec = (...more: readonly string[]) =>
    composeCommand(loaded, project, ['exec', '-T', ...flags, service, ...more]);
  const shown = await exec(...words);
  const real = await exec('sh', '-c', TELL_PID, 'sh', ...words);
  return {
    line: shown.line,
    async run(signal, hear) {
      let pid: string | undefined;
      const end = async () => {
        if (pid === undefined) return;
        const kill = await exec('sh', '-c', 'kill -9 -"$1" || kill -9 "$1"', 'sh', pid);
        await kill.run(AbortSignal.timeout(END_MS)).catch(() => undefined);
      };
      const refusal = await real
        .run(signal, {
          timeoutMs: timeout,
          lastLines: LAST_LINES,
          hear(line) {
            const [, told] = PID.exec(line) ?? [];
            if (told === undefined) hear(line);
            else pid = told;
          },
        })
        .catch(async error => {
          await end();
          throw error;
        });
      if (refusal === undefined) return;
      const said = refusal.split('\n').filter(line => !PID.test(line));
      await ensureEngine(said.join('\n'), signal);
      // It may have been given up on
      await end();
      throw new ProblemError([
        {
          code: 'SETUP_COMMAND_FAILED',
          message: `\`${words.join(' ')}\` in ${service} failed`,
          causes: said,
          fix: `Mend what it says. By hand: ${shown.line}`,
        },
      ]);
    },
  };
}
