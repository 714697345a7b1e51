import { dirname, resolve } from 'node:path';
import { isMap } from '../../config/is-map.ts';
import { yaml } from '../../config/source/yaml-library.ts';
import type { ConfigState } from '../../model/stack.ts';
import { type ComposeScope, composeLine } from './printable-command.ts';
import { LABEL, type ListedContainer, serviceOf } from './project-containers.ts';

/** `2.26.1` of `v2.26.1-4`: packagers add to it. */
const numberOf = (version: string): string => /\d+\.\d+\.\d+/.exec(version)?.[0] ?? version.trim();

const unknown = (because: string): ConfigState => ({ is: 'unknown', because });

/** In such a service compose puts the id of another one's container when it starts it, which its hash is made of. */
const refersToContainer = (service: unknown): boolean =>
  isMap(service) &&
  (service.volumes_from !== undefined ||
    ['network_mode', 'pid', 'ipc'].some(key => `${service[key]}`.startsWith('service:')));

/** What docker compose makes of its files now. */
interface Declared {
  readonly version: string;
  /** Each service with every hash that compose may have given its containers. */
  readonly hashes: ReadonlyMap<string, ReadonlySet<string>>;
  readonly referring: ReadonlySet<string>;
}

type Services = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What `up --no-deps` makes of the files. */
function withoutDependencies(rendered: string): string {
  const { parse, stringify } = yaml();
  const document = parse(rendered) as { services?: Services };
  const services = Object.entries(document.services ?? {}).map(([name, service]) => {
    const { depends_on: _, ...alone } = service;
    return [name, alone];
  });
  return stringify({ ...document, services: Object.fromEntries(services) });
}

/** Asks docker compose; it needs no engine for that, and changes nothing. */
async function readDeclared(scope: ComposeScope, signal: AbortSignal): Promise<Declared> {
  const { execa } = await import('execa');
  const { files } = scope;
  const folder = dirname(resolve(files[0] ?? '.'));
  async function compose(words: readonly string[], input?: string): Promise<string> {
    const line = composeLine({ ...scope, files: input === undefined ? files : [] }, [
      ...(input === undefined ? [] : ['--project-directory', folder, '-f', '-']),
      ...words,
    ]);
    const [program, ...args] = line;
    return (await execa(program, args, { input: input ?? '', cancelSignal: signal })).stdout;
  }
  const hash = ['config', '--hash', '*'];
  const [version, rendered, direct] = await Promise.all([
    compose(['version', '--short']),
    compose(['config']),
    compose(hash),
  ]);
  // `config --hash` leaves env_file out, which `up` does not: rendered files have it read already
  const others = await Promise.all([compose(hash, rendered), compose(hash, withoutDependencies(rendered))]);
  const lines = [direct, ...others].flatMap(answer => answer.split('\n')).map(line => line.split(/\s+/));
  const services = (yaml().parse(rendered) as { services?: Services }).services ?? {};
  return {
    version: numberOf(version),
    hashes: new Map(
      [...Map.groupBy(lines, ([service = '']) => service)].map(([service, own]) => [
        service,
        new Set(own.map(([, value = '']) => value)),
      ]),
    ),
    referring: new Set(Object.keys(services).filter(name => refersToContainer(services[name]))),
  };
}

/** Why the labels of a container cannot be compared with what is declared here; undefined when they can. */
function incomparable(
  { Labels }: ListedContainer,
  { files, environmentFile }: ComposeScope,
  { version }: Declared,
): string | undefined {
  const madeBy = numberOf(Labels[LABEL.version] ?? '');
  if (madeBy !== version)
    return `its container was made by docker compose ${madeBy || 'of unknown version'}, here is ${version}: they tell configurations apart in different ways`;
  const madeFrom = Labels[LABEL.configFiles] ?? '';
  const ours = files.map(file => resolve(file));
  if (madeFrom !== ours.join(','))
    return `its container was made from ${madeFrom || 'unknown files'}, stack.compose names ${ours.join(', ')}`;
  const usual = resolve(dirname(ours[0] ?? '.'), '.env');
  const variables = Labels[LABEL.environmentFile] ?? usual;
  const ourVariables = environmentFile === undefined ? usual : resolve(environmentFile);
  return variables === ourVariables
    ? undefined
    : `its container was made with the variables of ${variables}, here are those of ${ourVariables}`;
}

function stateOf(
  service: string,
  containers: readonly ListedContainer[],
  scope: ComposeScope,
  declared: Declared,
): ConfigState {
  const hashes = declared.hashes.get(service);
  if (hashes === undefined) return unknown('docker compose does not know it');
  if (containers.every(({ Labels }) => hashes.has(Labels[LABEL.hash] ?? ''))) return { is: 'current' };
  if (declared.referring.has(service))
    return unknown(
      'it shares something of another container, and compose knows such a configuration only when it starts it',
    );
  const because = containers.flatMap(container => incomparable(container, scope, declared) ?? []);
  return because[0] === undefined ? { is: 'changed' } : unknown(because[0]);
}

/**
 * Whether the containers of each service were made from what the compose files say now: `docker compose up` marks each
 * with a hash of its configuration, and `docker compose config --hash` tells what it would be.
 */
export async function configStates(
  scope: ComposeScope,
  containers: readonly ListedContainer[],
  signal: AbortSignal,
): Promise<Readonly<Record<string, ConfigState>>> {
  const byService = [...Map.groupBy(containers, serviceOf)];
  const all = (state: ConfigState) => Object.fromEntries(byService.map(([service]) => [service, state]));
  if (scope.cli === undefined) return all(unknown('docker compose is not installed here'));
  const declared = await readDeclared(scope, signal).catch((error: { stderr?: string; message: string }) => {
    signal.throwIfAborted();
    return `docker compose does not tell: ${(error.stderr || error.message).trim().split('\n').at(-1)}`;
  });
  if (typeof declared === 'string') return all(unknown(declared));
  if (declared.version.startsWith('1.'))
    return all(unknown(`docker compose ${declared.version} does not tell`));
  return Object.fromEntries(
    byService.map(([service, own]) => [service, stateOf(service, own, scope, declared)]),
  );
}
