import { isAbsolute, relative } from 'node:path';
import { printableLine } from '../../model/shell-line.ts';
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
  create: ['up', '-d', '--no-recreate'],
  start: ['start'],
  restart: ['restart'],
  recreate: ['up', '-d', '--no-deps', '--no-build', '--force-recreate'],
  resume: ['unpause'],
  logs: ['logs', '--tail=100'],
  inspect: ['ps', '-a'],
};

/** As seen from the current folder, where that is shorter. */
function shortest(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') || isAbsolute(path) ? file : path;
}

/** The program and the arguments of a call of docker compose. */
export function composeLine(scope: ComposeScope, words: readonly string[]): [string, ...string[]] {
  return [
    ...(scope.cli ?? (['docker', 'compose'] as const)),
    ...(scope.environmentFile === undefined ? [] : ['--env-file', shortest(scope.environmentFile)]),
    ...(scope.project === undefined ? [] : ['-p', scope.project]),
    ...scope.files.flatMap(file => ['-f', shortest(file)]),
    ...words,
  ];
}

/** A line for the shell that calls docker compose. */
export const printableCompose = (scope: ComposeScope, words: readonly string[]): string =>
  printableLine(composeLine(scope, words));

/** What docker compose is told for an act on a service. */
export const actionWords = (action: ServiceAction, service: string): readonly string[] => [
  ...ACTIONS[action],
  service,
];

/** The line for an act on a service. */
export const printableAction = (scope: ComposeScope, action: ServiceAction, service: string): string =>
  printableCompose(scope, actionWords(action, service));
