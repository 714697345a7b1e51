import type { LoadedConfig } from '../../config/loaded-config.ts';
import { ask, type Engine } from '../../runtimes/docker/engine.ts';
import { LABEL, type ListedContainer, serviceOf } from '../../runtimes/docker/project-containers.ts';
import { APPLICATION, type FoundDatabase } from '../postgres/find-server.ts';
import { withPsql } from '../postgres/psql.ts';

/** A container that has a volume mounted. */
export interface VolumeUser {
  readonly id: string;
  readonly name: string;
  /** Undefined where it is of another project, or of none. */
  readonly service?: string;
  readonly running: boolean;
  readonly writes: boolean;
}

/** A named volume of the compose project. */
export interface FoundVolume {
  /** Its name in the compose file. */
  readonly key: string;
  /** Its name in the engine. */
  readonly name: string;
  readonly users: readonly VolumeUser[];
  /** Images to make a helper from: those of its users first, then those of the project, then any. */
  readonly images: readonly string[];
}

const MOST_IMAGES = 12;
const KEY = 'com.docker.compose.volume';

/** Where the files of a database server are; undefined when the server does not tell this role. */
async function dataFolders(
  { server, target }: FoundDatabase,
  signal: AbortSignal,
): Promise<string[] | undefined> {
  const query = `select current_setting('data_directory') as folder
    union all select pg_tablespace_location(oid) from pg_tablespace where pg_tablespace_location(oid) <> ''`;
  try {
    return await withPsql(server, target.database, APPLICATION, signal, async psql =>
      (await psql.rows<{ folder: string }>(query)).map(({ folder }) => folder),
    );
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

const holds = (mount: string, folder: string) => folder === mount || folder.startsWith(`${mount}/`);

/** The volumes that hold databases that are dumped: their files are of no use while the server runs. */
async function databaseVolumes(
  databases: readonly FoundDatabase[],
  containers: readonly ListedContainer[],
  signal: AbortSignal,
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const database of databases) {
    const { service } = database.server;
    if (service === undefined) continue;
    const folders = await dataFolders(database, signal);
    for (const { Type, Name, Destination } of containers
      .filter(one => serviceOf(one) === service)
      .flatMap(({ Mounts }) => Mounts))
      if (Type === 'volume' && Name && (folders?.some(folder => holds(Destination, folder)) ?? true))
        found.add(Name);
  }
  return found;
}

const usersOf = (volume: string, project: string, containers: readonly ListedContainer[]): VolumeUser[] =>
  containers.flatMap(container => {
    const mount = container.Mounts.find(({ Type, Name }) => Type === 'volume' && Name === volume);
    if (mount === undefined) return [];
    const { Id, Names, State, Labels } = container;
    return [
      {
        id: Id,
        name: Names[0]?.replace(/^\//, '') ?? Id,
        service: Labels[LABEL.project] === project ? Labels[LABEL.service] : undefined,
        running: State === 'running',
        writes: mount.RW,
      },
    ];
  });

/**
 * The named volumes of a compose project that no dump of a database stands for: not what `backup.volumes.exclude` names,
 * and never an external one, which carries no label of the project. Where nothing is left to ask for, no engine is asked.
 */
export async function findVolumes(
  { compose, config }: LoadedConfig,
  engine: () => Promise<Engine>,
  project: string,
  databases: readonly FoundDatabase[],
  signal: AbortSignal,
): Promise<FoundVolume[]> {
  const excluded = config.backup?.volumes?.exclude ?? [];
  if ((compose?.volumes ?? []).every(key => excluded.includes(key))) return [];
  const reached = await engine();
  const filters = { label: [`${LABEL.project}=${project}`] };
  const [{ Volumes: volumes }, containers, images] = await Promise.all([
    ask(reached, signal, docker => docker.listVolumes({ filters })),
    ask(reached, signal, docker => docker.listContainers({ all: true })),
    ask(reached, signal, docker => docker.listImages()),
  ]);
  const own = containers.filter(({ Labels }) => Labels[LABEL.project] === project);
  const dumped = await databaseVolumes(databases, own, signal);
  return (volumes ?? [])
    .map(({ Name, Labels }) => ({ key: Labels?.[KEY] ?? Name, name: Name }))
    .filter(({ key, name }) => !excluded.includes(key) && !dumped.has(name))
    .map(one => {
      const users = usersOf(one.name, project, containers);
      const ids = new Set(users.map(({ id }) => id));
      const likely = [...containers.filter(({ Id }) => ids.has(Id)), ...own].map(({ ImageID }) => ImageID);
      return {
        ...one,
        users,
        images: [...new Set([...likely, ...images.map(({ Id }) => Id)])].slice(0, MOST_IMAGES),
      };
    })
    .sort((a, b) => a.key.localeCompare(b.key));
}
