import { isAbsolute, relative } from 'node:path';
import type { ServiceAction } from '../../model/verdict.ts';
import type { ComposeCli } from './compose-cli.ts';

/** What tells docker compose which project is meant. */
export interface ComposeScope {
  /** How docker compose is called; by default its second version. */
  readonly cli: ComposeCli | undefined;
  /** Undefined: the one that compose takes by itself. */
  readonly project: string | undefined;
  readonly files: readonly string[];
  /** File with the variables that the compose files need. */
  readonly environmentFile: string | undefined;
}

/** What a person types to do it. */
const ACTIONS: Readonly<Record<ServiceAction, readonly string[]>> = {
  start: ['up', '-d'],
  restart: ['restart'],
  resume: ['unpause'],
  logs: ['logs', '--tail=100'],
  inspect: ['ps', '-a'],
};

const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** As seen from the current folder, where that is shorter. */
function shortest(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') || isAbsolute(path) ? file : path;
}

/** A line for the shell that calls docker compose. */
export function printableCompose(scope: ComposeScope, words: readonly string[]): string {
  const line = [
    ...(scope.cli ?? ['docker', 'compose']),
    ...(scope.environmentFile === undefined ? [] : ['--env-file', shortest(scope.environmentFile)]),
    ...(scope.project === undefined ? [] : ['-p', scope.project]),
    ...scope.files.flatMap(file => ['-f', shortest(file)]),
    ...words,
  ];
  return line.map(quoted).join(' ');
}

/** The line for an act on a service. */
export const printableAction = (scope: ComposeScope, action: ServiceAction, service: string): string =>
  printableCompose(scope, [...ACTIONS[action], service]);
