import { execa } from 'execa';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { ComposeVerdict, Host, PortHolder } from '../../model/host.ts';
import { composeScope } from '../compose/compose-scope.ts';
import { composeCli } from './compose-cli.ts';
import { ask, openEngine } from './engine.ts';
import { imageId } from './image-id.ts';
import { composeLine } from './printable-command.ts';
import { LABEL } from './project-containers.ts';

/** `msg="The \"X\" variable is not set…"` of v2, `The X variable is not set…` of v1. */
const warningText = (line: string): string =>
  (/msg="(.*)"$/.exec(line)?.[1] ?? line)
    .replaceAll('\\"', '')
    .replace(/^WARNING: /, '')
    .trim();

async function composeVerdict(loaded: LoadedConfig, signal: AbortSignal): Promise<ComposeVerdict> {
  const line = composeLine({ cli: await composeCli(), ...composeScope(loaded) }, ['config', '--quiet']);
  const [program, ...args] = line;
  const { failed, stderr, shortMessage } = await execa(program, args, {
    reject: false,
    stdin: 'ignore',
    cancelSignal: signal,
    cwd: loaded.root,
  });
  signal.throwIfAborted();
  const lines = stderr.split('\n').filter(Boolean);
  const warnings = lines.filter(one => /warn/i.test(one)).map(warningText);
  const said = lines.filter(one => !/warn/i.test(one)).at(-1);
  return failed ? { refusal: said ?? shortMessage, warnings } : { warnings };
}

/** The machine with the Docker engine that the environment names. */
export function dockerHost(loaded: LoadedConfig): Host {
  return {
    async engine(signal) {
      const engine = openEngine();
      const { ServerVersion, SystemTime } = await ask(engine, signal, docker => docker.info());
      const hereTime = Date.now();
      return { version: ServerVersion, time: Date.parse(SystemTime), hereTime, local: engine.local };
    },
    async compose(signal) {
      const cli = await composeCli();
      if (cli === undefined) return undefined;
      const [program, ...start] = cli;
      const { stdout } = await execa(program, [...start, 'version', '--short'], {
        reject: false,
        cancelSignal: signal,
      });
      return { command: cli.join(' '), version: stdout.trim().replace(/^v/, '') };
    },
    async publishers(port, protocol, signal) {
      const containers = await ask(openEngine(), signal, docker => docker.listContainers());
      return containers
        .filter(({ Ports }) => Ports.some(({ PublicPort, Type }) => PublicPort === port && Type === protocol))
        .map(
          ({ Names, Labels }): PortHolder => ({
            name: `container ${Names[0]?.replace(/^\//, '') ?? '?'}`,
            project: Labels[LABEL.project],
          }),
        );
    },
    hasImage: async (name, signal) => (await imageId(openEngine(), name, signal)) !== undefined,
    composeConfig: signal => composeVerdict(loaded, signal),
  };
}
