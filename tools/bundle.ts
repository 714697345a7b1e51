/**
 * Writes dist/*.js, what the package runs, from the TypeScript of src and reporters: few files for the thousand modules,
 * as Node takes about half a millisecond for each that a command loads. Libraries stay what they are, dependencies;
 * typebox is one of both: types name it.
 *
 *   node tools/bundle.ts
 */
import { copyFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { type ModuleInfo, type OutputOptions, type Plugin, rolldown } from 'rolldown';

type CodeSplittingGroup = NonNullable<
  Exclude<OutputOptions['codeSplitting'], boolean | undefined>['groups']
>[number];

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');
const source = (file: string) => join(ROOT, 'src', file);

/** What is loaded by its name, from without or in a process or thread of its own; the names are those in the code. */
const ENTRIES = {
  main: 'cli/main.ts',
  index: 'vitest/index.ts',
  config: 'vitest/config.ts',
  'set-up': 'vitest/set-up.ts',
  'compile-cache': 'vitest/compile-cache.ts',
  extend: 'extend/index.ts',
  'judge-response': 'vitest/judge-response.ts',
  'files-process': 'engine/files/files-process.ts',
  'profile-keeper': 'probes/browser/profile-keeper.ts',
  supervisor: 'runtimes/processes/supervisor.ts',
  sweeper: 'runtimes/testcontainers/sweeper.ts',
  parser: 'languages/wasm/parser.ts',
};

/** Each is one file, with all that is loaded together with it, save what is in one before it. */
const TOGETHER = {
  frame: ['cli/frame.ts', 'cli/guarded.ts', 'cli/program.ts'],
  check: ['cli/check-deployment.ts'],
  levels: [
    'engine/containers-checks.generated.ts',
    'engine/connectivity-checks.generated.ts',
    'engine/api-checks.generated.ts',
    'probes/tcp.ts',
  ],
  // Loaded while a port is knocked at
  http: ['probes/http.ts'],
};

type Look = (id: string) => ModuleInfo | null;

/** A module and all that it imports, but the libraries. */
function addClosure(id: string, look: Look, found: Set<string>): void {
  const info = look(id);
  if (found.has(id) || info === null || !isAbsolute(id)) return;
  found.add(id);
  for (const imported of info.importedIds) addClosure(imported, look, found);
}

/** A file with what these load together; what is in one of a higher priority is not in this one. */
function fileOf(name: string, files: readonly string[], priority: number): CodeSplittingGroup {
  const members = new Set<string>();
  return {
    debugName: name,
    priority,
    name(id, context) {
      if (members.size === 0)
        for (const file of files) addClosure(source(file), one => context.getModuleInfo(one), members);
      return members.has(id) ? name : null;
    },
  };
}

/** All files lie side by side: so do those that the code names relative to itself, but this one. */
const flat: Plugin = {
  name: 'flat',
  transform(code, id) {
    if (!id.endsWith('extensions/own-package.ts')) return null;
    if (!code.includes('../../extend/index'))
      throw new Error('own-package.ts names failsafe/extend in another way');
    return code.replace('../../extend/index', './extend');
  },
};

/** Helpers of what Node 22 does not know yet (`using`), and what is hundreds of modules itself: a first run loads them all. */
const OWN = ['@oxc-project/runtime', 'typebox'];
const isOwn = (id: string) => OWN.some(name => id === name || id.startsWith(`${name}/`));
const isLibrary = (id: string): boolean => !/^[./\0]/.test(id) && !isAbsolute(id) && !isOwn(id);

const groups = Object.entries(TOGETHER).map(([name, files], index, { length }) =>
  fileOf(name, files, length - index),
);
const bundle = await rolldown({
  cwd: ROOT,
  input: Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, source(file)])),
  platform: 'node',
  external: isLibrary,
  transform: { target: 'node22' },
  plugins: [flat],
  // Commands that are called often load few modules by their names; all others are in one file in any case.
  checks: { ineffectiveDynamicImport: false },
});
await bundle.write({
  dir: DIST,
  format: 'esm',
  chunkFileNames: '[name]-[hash].js',
  codeSplitting: { groups },
});
await bundle.close();
await copyFile(join(ROOT, 'node_modules/typebox/license'), join(DIST, 'typebox.license'));
