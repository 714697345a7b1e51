import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type ComposeProject, readComposeFiles } from '../config/compose-file.ts';
import { type EnvFile, parseEnvFile } from '../config/env-file.ts';
import { readText } from '../config/read-text.ts';
import type { SourceObservation } from '../model/observations/source.ts';
import { ProblemError } from '../model/problem.ts';
import { composeFilesIn } from './compose-files.ts';
import { type FoundService, findServices } from './find-services.ts';
import { readProject } from './read-project.ts';
import { findRoutes } from './routes/find-routes.ts';
import type { FoundRoute } from './routes/route.ts';

/** What the files of a project say of its deployment. Paths are relative to `root`. */
export interface Survey {
  readonly root: string;
  /** The name of the project, as reports are to show it. */
  readonly name: string;
  readonly composeFiles: readonly string[];
  /** The file that compose takes variables from, when there is one. */
  readonly envFile?: string;
  readonly services: readonly FoundService[];
  /** As they are written: `${NAME}` is not replaced. */
  readonly written: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly routes: readonly FoundRoute[];
  readonly project: SourceObservation;
  /** The value of a variable, of the environment or of the env file. */
  readonly lookup: (name: string) => string | undefined;
}

/** What to look at. */
export interface SurveyOptions {
  readonly root: string;
  /** Instead of what compose itself would take. */
  readonly compose?: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

async function readEnv(root: string): Promise<EnvFile['variables']> {
  const content = await readText(join(root, '.env'));
  return 'text' in content ? parseEnvFile(content.text, '.env').variables : {};
}

const asName = (text: string) =>
  text.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '') || 'app';

/** @throws ProblemError COMPOSE_NO_SERVICES */
function refuseNothing({ services, inactive }: ComposeProject, files: readonly string[]): void {
  if (Object.keys(services).length > 0) return;
  const profiles = [...new Set(Object.values(inactive).flat())];
  throw new ProblemError([
    {
      code: 'COMPOSE_NO_SERVICES',
      message: `${files.join(', ')} ${profiles.length === 0 ? 'has no service' : 'has only services of profiles'}`,
      fix:
        profiles.length === 0
          ? 'Services stand under the key `services`; name another file with --compose.'
          : `Say which of them you run: COMPOSE_PROFILES=${profiles.join(',')} failsafe init`,
    },
  ]);
}

/**
 * Reads the compose files of a folder, and the code beside them. Nothing is started, nothing is asked.
 *
 * @throws ProblemError when there is no compose file, none that can be read, or no service in it
 */
export async function survey({ root, compose, environment, signal }: SurveyOptions): Promise<Survey> {
  const variables = await readEnv(root);
  const lookup = (name: string) => environment[name] ?? variables[name];
  const files = compose ?? composeFilesIn(root, { ...variables, ...environment });
  const absolute = files.map(file => resolve(root, file));
  const options = {
    show: (file: string) => basename(file),
    at: () => ({ file: '--compose', line: 1, column: 1 }),
  };
  const read = await readComposeFiles(absolute, { ...options, lookup });
  const written = await readComposeFiles(absolute, { ...options, lookup: name => `\${${name}}` });
  const [first = root] = absolute;
  if (read.project === undefined) throw new ProblemError(read.problems);
  refuseNothing(read.project, files);
  const project = await readProject(root, signal);
  return {
    root,
    name: asName(read.project.name ?? basename(root)),
    composeFiles: files,
    envFile: existsSync(join(root, '.env')) ? '.env' : undefined,
    services: findServices(read.project, read.raw, project, { root, file: first }),
    written: written.raw,
    routes: findRoutes(project),
    project,
    lookup,
  };
}
