import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Flaw } from '../../config/flaw.ts';
import type { BroughtChannel } from '../../extend/channel.ts';
import type { BroughtCheck } from '../../extend/check.ts';
import { LEVELS } from '../../model/level.ts';
import { causeChain } from '../../model/problem.ts';
import { lendOwnPackage } from './own-package.ts';
import { flawsOfShape } from './shapes.ts';

/** What modules can bring. */
export type BroughtThing = BroughtCheck | BroughtChannel;

/** What one module brings, or what is wrong with it. */
export interface Imported {
  readonly things: readonly BroughtThing[];
  readonly flaws: readonly Omit<Flaw, 'path'>[];
}

const flaw = (message: string, fix: string, more: Partial<Flaw> = {}): Imported['flaws'][number] => ({
  code: 'CONFIG_EXTENSION',
  message,
  fix,
  ...more,
});

const isThing = (value: unknown): value is BroughtThing =>
  typeof value === 'object' &&
  value !== null &&
  'definition' in value &&
  'kind' in value &&
  (value.kind === 'check' || value.kind === 'channel');

/** The place in the module where it threw, for those that do not know where to look. */
function placeIn(error: unknown, url: string): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const at = stack.indexOf(`${url}:`);
  const [, line] = at === -1 ? [] : (/^:(\d+)/.exec(stack.slice(at + url.length)) ?? []);
  return line === undefined ? [] : [`at line ${line} of the module`];
}

function flawsOf({ kind, definition }: BroughtThing, file: string): Imported['flaws'] {
  const wrong = flawsOfShape(kind, definition);
  if (wrong.length > 0) {
    const text = `a ${kind} of ${JSON.stringify(file)} is not as it must be`;
    return [
      flaw(text, 'Correct it in the module; docs/extensions.md says what it needs.', { causes: wrong }),
    ];
  }
  const [namespace = ''] = definition.id.split('.');
  if (!(LEVELS as readonly string[]).includes(namespace)) return [];
  return [
    flaw(
      `the ${kind} ${definition.id} of ${JSON.stringify(file)} has the name of a level as its namespace`,
      'Give it a namespace of its own, such as the name of what it is about.',
      { expected: 'an id such as queue.depth', got: definition.id },
    ),
  ];
}

/** Loads a module that lies in the project. */
export async function importModule(file: string, root: string): Promise<Imported> {
  const url = pathToFileURL(resolve(root, file)).href;
  lendOwnPackage(url);
  const name = JSON.stringify(file);
  try {
    const { default: exported } = (await import(url)) as { default?: unknown };
    const list: readonly unknown[] = Array.isArray(exported) ? exported : [exported];
    const things = list.filter(isThing);
    if (things.length < list.length || things.length === 0) {
      const fix =
        'Write `export default defineCheck({ … })`, or a list of what defineCheck and defineChannel give.';
      return { things: [], flaws: [flaw(`${name} exports by default what is no check and no channel`, fix)] };
    }
    const flaws = things.flatMap(thing => flawsOf(thing, file));
    return flaws.length > 0 ? { things: [], flaws } : { things, flaws: [] };
  } catch (error) {
    const causes = [...causeChain(error), ...placeIn(error, url)];
    return {
      things: [],
      flaws: [
        flaw(`${name} cannot be loaded`, `Mend it, until \`node ${file}\` says nothing of this.`, { causes }),
      ],
    };
  }
}
