/**
 * Writes dist/*.js, what the package runs, from the TypeScript of src and reporters: few files for the thousand modules,
 * as Node takes about half a millisecond for each that a command loads. Libraries stay what they are, dependencies;
 * typebox is one of both: types name it. So is yaml, for what is called often.
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
  'make-config': 'vitest/make-config.ts',
  'set-up': 'vitest/set-up.ts',
  'compile-cache': 'vitest/compile-cache.ts',
  extend: 'extend/index.ts',
  'judge-response': 'vitest/judge-response.ts',
  'files-process': 'engine/files/files-process.ts',
  'profile-keeper': 'probes/browser/profile-keeper.ts',
  supervisor: 'runtimes/processes/supervisor.ts',
  sweeper: 'runtimes/testcontainers/sweeper.ts',
  parser: 'languages/wasm/parser.ts',
  'yaml-thread': 'languages/yaml-thread.ts',
  'oxlint-process': 'languages/oxlint-process.ts',
};

/**
 * Each is one file, with all that some files load, or what of it `shared` loads as well, save what is in one before it.
 */
const TOGETHER: readonly { name: string; files: readonly string[]; shared?: string }[] = [
  // What specs need of the rest, which their thread does not load
  { name: 'words', files: ['model/level.ts', 'model/problem.ts', 'model/status.ts'] },
  { name: 'frame', files: ['cli/frame.ts', 'cli/guarded.ts', 'cli/program.ts'] },
  // Other processes and threads load nothing of the engine
  { name: 'yaml', files: ['languages/yaml.ts'] },
  { name: 'places', files: ['languages/wasm/python.ts'], shared: 'cli/look-at-commit.ts' },
  {
    name: 'engine',
    files: ['cli/look-at-commit.ts', 'languages/compose.ts'],
    shared: 'cli/check-deployment.ts',
  },
  { name: 'start', files: ['cli/start-commit.ts'] },
  { name: 'commit', files: ['cli/look-at-commit.ts', 'languages/env.ts'] },
  { name: 'check', files: ['cli/check-deployment.ts'] },
  {
    name: 'levels',
    files: [
      'engine/containers-checks.generated.ts',
      'engine/connectivity-checks.generated.ts',
      'engine/api-checks.generated.ts',
      'probes/tcp.ts',
    ],
  },
  // Loaded while a port is knocked at
  { name: 'http', files: ['probes/http.ts'] },
];

type Look = (id: string) => ModuleInfo | null;

/** Files and all that they import, but the libraries. */
function closureOf(files: readonly string[], look: Look): Set<string> {
  const found = new Set<string>();
  const add = (id: string): void => {
    const info = look(id);
    if (found.has(id) || info === null || !isAbsolute(id)) return;
    found.add(id);
    for (const imported of info.importedIds) add(imported);
  };
  for (const file of files) add(source(file));
  return found;
}

const groups = TOGETHER.map(({ name, files, shared }, index): CodeSplittingGroup => {
  let members: Set<string> | undefined;
  let others: Set<string> | undefined;
  return {
    debugName: name,
    priority: TOGETHER.length - index,
    name(id, context) {
      const look = (one: string) => context.getModuleInfo(one);
      members ??= closureOf(files, look);
      others ??= shared === undefined ? members : closureOf([shared], look);
      return (members.has(id) && others.has(id)) || (name === 'words' && isHelper(id)) ? name : null;
    },
  };
});

/** What the code names in another way than the package has it: all files lie side by side, and yaml is one of them. */
const RENAMED = [
  ['extensions/own-package.ts', '../../extend/index', './extend'],
  ['source/yaml-library.ts', "require('yaml')", "require('./yaml.cjs')"],
] as const;

const renamed: Plugin = {
  name: 'renamed',
  transform(code, id) {
    const [file, name, other] = RENAMED.find(([ending]) => id.endsWith(ending)) ?? [];
    if (file === undefined) return null;
    if (!code.includes(name)) throw new Error(`${file} names ${name} in another way`);
    return code.replace(name, other);
  },
};

/** Of what Node 22 does not know yet (`using`). */
const HELPERS = '@oxc-project/runtime';
const isHelper = (id: string) => id.startsWith('\0@oxc-project+runtime@');
/** These, and what is hundreds of modules itself: a first run loads them all. */
const OWN = [HELPERS, 'typebox'];
const isOwn = (id: string) => OWN.some(name => id === name || id.startsWith(`${name}/`));
const isLibrary = (id: string): boolean => !/^[./\0]/.test(id) && !isAbsolute(id) && !isOwn(id);

const bundle = await rolldown({
  cwd: ROOT,
  input: Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, source(file)])),
  platform: 'node',
  external: isLibrary,
  transform: { target: 'node22' },
  plugins: [renamed],
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
const yaml = await rolldown({ cwd: ROOT, input: 'yaml', platform: 'node' });
await yaml.write({ file: join(DIST, 'yaml.cjs'), format: 'cjs' });
await yaml.close();
await copyFile(join(ROOT, 'node_modules/typebox/license'), join(DIST, 'typebox.license'));
await copyFile(join(ROOT, 'node_modules/yaml/LICENSE'), join(DIST, 'yaml.license'));
