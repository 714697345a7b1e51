import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import type { Flaw } from '../flaw.ts';
import type { Facts, FileFacts } from './facts.ts';
import { type Reference, unknownReferences } from './reference.ts';

/** Every target that a check of a module looks at is declared. */
export function customTargets({ config, targets }: FileFacts): Flaw[] {
  const references = (config.custom ?? []).flatMap(({ target }, index): Reference[] =>
    target === undefined ? [] : [{ name: target, path: ['custom', index, 'target'] }],
  );
  return unknownReferences('target', references, [...targets.keys()], [['targets']]);
}

async function outside(file: string, root: string): Promise<Partial<Flaw> | undefined> {
  const real = await realpath(resolve(root, file)).catch(() => undefined);
  if (real === undefined)
    return {
      message: `${JSON.stringify(file)} does not exist`,
      fix: 'Correct the name, which is relative to failsafe.yaml; `failsafe new check NAME` writes a module.',
    };
  const way = relative(await realpath(root), real);
  if (!way.startsWith('..') && !isAbsolute(way)) return undefined;
  return {
    message: `${JSON.stringify(file)} lies outside of the folder of failsafe.yaml`,
    expected: 'a module of this project: it runs with the rights of failsafe',
    fix: 'Move it into the project.',
  };
}

/** Every module is there, and is part of the project, links followed. */
export async function extensionFiles({ config, root }: Facts): Promise<Flaw[]> {
  const flaws = (config.extensions ?? []).map(async (file, index): Promise<Flaw[]> => {
    const found = await outside(file, root);
    if (found === undefined) return [];
    return [{ code: 'CONFIG_EXTENSION', path: ['extensions', index], message: '', ...found }];
  });
  return (await Promise.all(flaws)).flat();
}
