import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { styleFor } from '../../reporters/style.ts';
import { loadConfig } from '../config/load.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { OWN_ID } from '../config/schema/custom.ts';
import { checksOf } from '../engine/extensions/checks-of.ts';
import { createPlan } from '../engine/plan.ts';
import { LEVELS } from '../model/level.ts';
import { type Problem, ProblemError } from '../model/problem.ts';
import { addToList } from '../scaffold/add-to-list.ts';
import { renderCheckModule } from '../scaffold/check-module.ts';
import type { NewCheckOptions } from './new.ts';

/** A file to write, from the folder of failsafe.yaml. */
interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** What is written for a check. */
interface Draft {
  readonly config: string;
  readonly files: readonly NewFile[];
  readonly before: string;
  readonly after: string;
}

const refuse = (problem: Problem): never => {
  throw new ProblemError([problem]);
};

function refuseId(id: string): void {
  const [namespace = ''] = id.split('.');
  const isLevel = (LEVELS as readonly string[]).includes(namespace);
  if (new RegExp(OWN_ID).test(id) && !isLevel) return;
  refuse({
    code: 'NEW_NAME_INVALID',
    message: isLevel
      ? `${namespace} is a level of failsafe, and no namespace for a check of your own`
      : `${JSON.stringify(id)} is no id of a check`,
    expected: 'what it is about, a dot, and what is asked of it, in small letters, digits and dashes',
    fix: 'Write it like queue.depth.',
  });
}

function targetOf({ webTargets }: LoadedConfig, wanted: string | undefined): string {
  const names = Object.keys(webTargets);
  const found = wanted ?? names[0];
  if (found !== undefined && names.includes(found)) return found;
  return refuse({
    code: 'NEW_NEEDS_TARGET',
    message: found === undefined ? 'failsafe.yaml has no web target' : `there is no web target ${found}`,
    expected: names.length === 0 ? 'a web target for the check to look at' : `one of ${names.join(', ')}`,
    fix:
      names.length === 0
        ? 'Declare one under `targets`. A check of something else: docs/extensions.md.'
        : 'Name one with --target.',
  });
}

function entered(text: string, id: string, module: string, target: string, name: string): string {
  const named = addToList(text, 'extensions', `./${module}`);
  const applied = named && addToList(named, 'custom', `check: ${id}\ntarget: ${target}`);
  if (applied !== undefined) return applied;
  return refuse({
    code: 'NEW_CANNOT_ENTER',
    message: `${name} is not written so that an entry could be added to \`extensions\` and \`custom\``,
    fix: 'Make both lists with an entry of your own, or keys at the top of the file in lines of their own.',
  });
}

async function draft(id: string, loaded: LoadedConfig, { level, target }: NewCheckOptions): Promise<Draft> {
  const stem = id.replace('.', '-');
  const module = `failsafe/${stem}.ts`;
  const before = await readFile(loaded.file, 'utf8');
  const name = basename(loaded.file);
  const texts = renderCheckModule(id, level, `${stem}.ts`);
  const files = [
    { path: module, text: texts.module },
    { path: `failsafe/${stem}.test.ts`, text: texts.test },
  ];
  for (const { path } of files)
    if (existsSync(join(loaded.root, path)))
      refuse({
        code: 'NEW_EXISTS',
        message: `${path} is there already, and stays as it is`,
        fix: 'Give the check another name, or remove the file.',
      });
  const after = entered(before, id, module, targetOf(loaded, target), name);
  return { config: loaded.file, files, before, after };
}

/** Writes it all, and takes it all back when failsafe.yaml does not load with it. */
async function write({ config, files, before, after }: Draft, root: string): Promise<void> {
  const written: string[] = [];
  try {
    for (const { path, text } of files) {
      const file = join(root, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { flag: 'wx' });
      written.push(file);
    }
    await writeFile(config, after);
    const loaded = await loadConfig({ file: config });
    createPlan(loaded, await checksOf(loaded));
  } catch (error) {
    await writeFile(config, before);
    for (const file of written) await rm(file, { force: true });
    throw error;
  }
}

async function preview({ config, files, before, after }: Draft): Promise<string> {
  const { createTwoFilesPatch } = await import('diff');
  const changes = [
    ...files.map(({ path, text }) => createTwoFilesPatch('/dev/null', path, '', text)),
    createTwoFilesPatch(basename(config), basename(config), before, after),
  ];
  return changes.join('\n');
}

/** Begins a check of one's own, and gives the exit code. */
export async function newCheck(id: string, options: NewCheckOptions): Promise<number> {
  refuseId(id);
  const loaded = await loadConfig({ file: options.config });
  const made = await draft(id, loaded, options);
  if (options.dryRun) {
    process.stdout.write(await preview(made));
    return 0;
  }
  await write(made, loaded.root);
  const { green, dim } = styleFor(process.stdout);
  const shown = (file: string) => relative(process.cwd(), file) || file;
  const [module, test] = made.files.map(({ path }) => shown(join(loaded.root, path)));
  const lines = [
    `${green('✓')} ${module}  ${dim('looks and judges; change it into what you need')}`,
    `${green('✓')} ${test}  ${dim('what is green and what is red')}`,
    `${green('✓')} ${shown(made.config)}  ${dim('names it under extensions, applies it under custom')}`,
  ];
  process.stdout.write(`\n ${lines.join('\n ')}\n\n   next: failsafe check --grep ${options.level}\n\n`);
  return 0;
}
