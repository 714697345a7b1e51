import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readComposeFiles } from '../config/compose-file.ts';
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

/**
 * Reads the compose files of a folder, and the code beside them. Nothing is started, nothing is asked.
 *
 * @throws ProblemError when there is no compose file, or none that can be read
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
