import { dirname, join } from 'node:path/posix';
import { distance } from 'fastest-levenshtein';
import { isMap } from '../../config/is-map.ts';
import type { SourceObservation } from '../../model/observations/source.ts';
import type { Spot } from '../../model/verdict.ts';
import { type CodeVariable, codeVariables } from '../code-variables.ts';
import {
  composeServices,
  dockerfileOf,
  environmentOf,
  type ServiceView,
  texts,
} from '../compose-services.ts';
import { envFiles } from '../compose-variables.ts';
import { assignmentsOf } from '../dockerfiles.ts';
import { LOADS_FILE } from '../read-across.ts';
import { ruleCheck } from '../rule.ts';

/** What the system, the interpreter or the engine sets. */
const OF_THE_SYSTEM =
  /^(?:PATH|HOME|USER|LOGNAME|HOSTNAME|PWD|SHELL|LANG|LC_\w+|TERM|TZ|TMPDIR|TEMP|TMP|PYTHON\w*|VIRTUAL_ENV|NODE_\w+|CI|XDG_\w+|APPDATA|LOCALAPPDATA|NO_COLOR|FORCE_COLOR|WERKZEUG_\w+|npm_\w+)$/;
const MOST_EDITS = 2;
const SHORTEST = 6;

/** The variables of a service, as far as the files of the project tell; undefined when something else sets some. */
function variablesOf(
  service: ServiceView,
  folder: string,
  project: SourceObservation,
): Set<string> | undefined {
  const { value, file, isPartial } = service;
  if (isPartial) return undefined;
  const own = environmentOf(service).map(({ name }) => name);
  const listed = value.env_file === undefined ? [] : [value.env_file].flat();
  const named = listed.map(item => String(isMap(item) ? item.path : item));
  const files = envFiles(project);
  const found = named.map(name => files.find(({ path }) => path === join(dirname(file.path), name)));
  if (found.includes(undefined)) return undefined;
  const build = isMap(value.build) ? value.build.args : undefined;
  const args = isMap(build) ? Object.keys(build) : texts(build).map(([item]) => item.split('=', 1)[0] ?? '');
  const inside = project.files.filter(({ path }) => path.startsWith(folder));
  const images = inside.flatMap(({ tree }) => (tree?.kind === 'dockerfile' ? tree.instructions : []));
  const declared = images
    .filter(({ keyword }) => keyword === 'ENV' || keyword === 'ARG')
    .flatMap(assignmentsOf)
    .map(({ name }) => name);
  // A script that starts the service may set some, and code may read a file by itself
  const scripts = inside.filter(({ language, path }) => language === 'shell' || /Procfile$/.test(path));
  const exported = scripts.flatMap(({ text = '' }) =>
    [...text.matchAll(/\b(\w+)=/g)].map(([, name = '']) => name),
  );
  const loads = inside.some(({ text = '', language }) => language !== 'json' && LOADS_FILE.test(text));
  const loaded = loads
    ? files.filter(({ path }) => path.startsWith(folder) || dirname(path) === dirname(file.path))
    : [];
  const entries = [...found.flatMap(one => one ?? []), ...loaded].flatMap(one => one.entries);
  return new Set([...own, ...args, ...declared, ...exported, ...entries.map(({ key }) => key)]);
}

/** The services whose image holds a file: those with the nearest folder. */
function servicesWith(path: string, folders: ReadonlyMap<ServiceView, string>): ServiceView[] {
  const holding = [...folders].filter(([, folder]) => path.startsWith(folder));
  const deepest = Math.max(...holding.map(([, folder]) => folder.length));
  return holding.filter(([, folder]) => folder.length === deepest).map(([service]) => service);
}

function meant(name: string, set: ReadonlySet<string>, read: ReadonlySet<string>): string | undefined {
  if (name.length < SHORTEST) return undefined;
  return [...set].find(
    other => !read.has(other) && other.length >= SHORTEST && distance(name, other) <= MOST_EDITS,
  );
}

function judge(
  variable: CodeVariable,
  set: ReadonlySet<string>,
  read: ReadonlySet<string>,
): string | undefined {
  const { name, isRequired } = variable;
  if (set.has(name) || OF_THE_SYSTEM.test(name)) return undefined;
  const other = meant(name, set, read);
  if (other !== undefined) return `${name} is read here, and set nowhere; ${other} is set, and read nowhere`;
  return isRequired ? `${name} is required here, and set nowhere` : undefined;
}

/** The code of a service reads what the compose file sets for it. */
export const check = ruleCheck('config', {
  id: 'E06',
  name: 'code-variables',
  severity: 'high',
  title: 'Every variable that the code requires is set for its service',
  why: 'The service ends when it starts, or runs with a default that nobody wanted.',
  source: 'The Twelve-Factor App, III: Config; Compose documentation: Set environment variables',
  problem: 'A variable that the code reads is set nowhere',
  cause: 'It came into the code and not into the compose file, or is misspelt in one of them.',
  fix: 'Set it under `environment` of the service, or in the file that `env_file` names; or give it a default in the code.',
  reads: ['compose'],
  bad: {
    'compose.yaml':
      'services:\n  web:\n    build: ./web\n    environment: { DATABASE_URL: "postgresql://db/shop" }\n',
    'web/app.py': 'import os\n\nURL = os.environ["DATABSE_URL"]\n',
  },
  good: {
    'compose.yaml':
      'services:\n  web:\n    build: ./web\n    environment: { DATABASE_URL: "postgresql://db/shop" }\n',
    'web/app.py': 'import os\n\nURL = os.environ["DATABASE_URL"]\nMODE = os.environ.get("MODE", "fast")\n',
  },
  *find(project): Generator<Spot> {
    const built = composeServices(project).flatMap(service => {
      const dockerfile = dockerfileOf(service);
      const { build } = service.value;
      const context = isMap(build) ? (build.context ?? '.') : build;
      return dockerfile === undefined || typeof context !== 'string'
        ? []
        : [[service, `${join(dirname(service.file.path), context)}/`.replace(/^\.\//, '')] as const];
    });
    if (built.length === 0) return;
    const folders = new Map(built);
    const known = new Map(built.map(([service, folder]) => [service, variablesOf(service, folder, project)]));
    const variables = codeVariables(project);
    const read = new Set(variables.map(({ name }) => name));
    for (const variable of variables) {
      const services = servicesWith(variable.file, folders);
      const sets = services.map(service => known.get(service));
      if (services.length === 0 || sets.includes(undefined)) continue;
      const set = new Set(sets.flatMap(one => [...(one ?? [])]));
      const message = judge(variable, set, read);
      const [service] = services;
      if (message === undefined || service === undefined) continue;
      const { line, column, file } = service.spot([], '');
      const { name: _, isRequired: __, ...place } = variable;
      yield { ...place, message, related: { file, line, column } };
    }
  },
});
