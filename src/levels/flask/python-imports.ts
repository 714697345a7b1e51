import { dirname, join } from 'node:path/posix';
import type { PythonNode } from '../../model/observations/source.ts';
import { type PythonModule, within } from '../python-module.ts';

/** A name that a module imports from another. */
export interface PythonImport {
  /** What it is called here: `create_app`, or `project.create_app` where the module was imported. */
  readonly local: string;
  /** What it is called there; undefined when the module itself is imported. */
  readonly name?: string;
  /** With leading dots where it is relative. */
  readonly module: string;
}

const FROM = /^from\s+(\.*)\s*([\w.]*)\s+import\s+(.+)$/s;
const AS = /^([\w.]+)(?:\s+as\s+(\w+))?$/;

function readImport(text: string): PythonImport[] {
  const plain = text
    .replaceAll(/#.*$/gm, '')
    .replaceAll(/\\\n|[()]/g, ' ')
    .trim();
  const [, dots = '', module = '', names] = FROM.exec(plain) ?? [];
  const listed = (names ?? plain.replace(/^import\s+/, '')).split(',');
  return listed.flatMap(item => {
    const [, name, local = name] = AS.exec(item.trim()) ?? [];
    if (name === undefined || local === undefined) return [];
    return names === undefined ? [{ local, module: name }] : [{ local, name, module: dots + module }];
  });
}

/** All names that a module imports, wherever the import stands. */
export function importsOf({ root, textOf }: PythonModule): PythonImport[] {
  const statements: PythonNode[] = [];
  for (const node of within(root)) if (node.name === 'ImportStatement') statements.push(node);
  return statements.flatMap(node => readImport(textOf(node)));
}

/**
 * The module that an import means: relative to the file where it says so, else in the folder of the file or in one above,
 * nearest first, as the folder from which Python is started is one of these.
 */
export function importedModule(
  { path }: PythonModule,
  module: string,
  modules: ReadonlyMap<string, PythonModule>,
): PythonModule | undefined {
  const [dots = ''] = /^\.*/.exec(module) ?? [];
  const below = module.slice(dots.length).replaceAll('.', '/');
  const folders: string[] = [];
  let folder = dirname(path);
  if (dots === '') {
    for (; folder !== '.' && folder !== '/'; folder = dirname(folder)) folders.push(folder);
    folders.push('.');
  } else {
    for (const _ of dots.slice(1)) folder = dirname(folder);
    folders.push(folder);
  }
  for (const base of folders) {
    const found = modules.get(join(base, `${below}.py`)) ?? modules.get(join(base, below, '__init__.py'));
    if (found !== undefined) return found;
  }
  return undefined;
}
