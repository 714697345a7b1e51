import { basename, dirname } from 'node:path/posix';
import { isMap } from '../config/is-map.ts';
import type { EnvEntry, SourceFile, SourceObservation } from '../model/observations/source.ts';
import type { Spot } from '../model/verdict.ts';
import { type ComposeFile, composeFiles, homesOf } from './compose-services.ts';
import { referencesIn, type VariableReference } from './text-references.ts';

/** A variable of a compose file, and where it is named. */
export interface ComposeVariable extends VariableReference {
  readonly file: ComposeFile;
  spot(message: string): Spot;
}

type Path = (string | number)[];

function textsIn(value: unknown, path: Path): [string, Path][] {
  if (typeof value === 'string') return value.includes('$') ? [[value, path]] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, [...path, index]));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, key]));
}

/** Every variable that compose files name. */
export const composeVariables = (project: SourceObservation): ComposeVariable[] =>
  composeFiles(project).flatMap(file =>
    textsIn(file.tree.value, []).flatMap(([text, path]) =>
      referencesIn(text).map(reference => ({
        ...reference,
        file,
        spot: (message: string) => ({ file: file.path, ...file.tree.at(path), message }),
      })),
    ),
  );

/** An .env file and what it sets. */
export interface EnvFile extends SourceFile {
  readonly entries: readonly EnvEntry[];
}

/** All .env files of a project. */
export const envFiles = ({ files }: SourceObservation): EnvFile[] =>
  files.flatMap(file => (file.tree?.kind === 'env' ? [{ ...file, entries: file.tree.entries }] : []));

const EXAMPLE =
  /\.env\.(?:example|sample|template|dist|defaults?)$|(?:^|[./-])(?:example|sample|template)\.env$|^env\.example$/;

/** Whether a file only shows which variables there are. */
export const isExample = ({ path }: { readonly path: string }): boolean => EXAMPLE.test(path);

/** The .env files that compose reads for a compose file, and the examples of them. */
export const envFilesBeside = (compose: ComposeFile, files: readonly EnvFile[]): EnvFile[] =>
  files.filter(
    file =>
      [dirname(compose.path), ...homesOf(compose)].includes(dirname(file.path)) &&
      (basename(file.path) === '.env' || isExample(file)),
  );
