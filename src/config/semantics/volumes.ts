import type { Flaw } from '../flaw.ts';
import type { Facts } from './facts.ts';
import { unknownReferences } from './reference.ts';

/** Every volume that `backup` names is one that compose makes for the project. */
export function volumeReferences({ config, compose }: Facts): Flaw[] {
  if (compose === undefined) return [];
  const { exclude = [], pause = [] } = config.backup?.volumes ?? {};
  const list = (key: string, names: readonly string[]) =>
    names.map((name, index) => ({ name, path: ['backup', 'volumes', key, index] }));
  return unknownReferences('volume', [...list('exclude', exclude), ...list('pause', pause)], compose.volumes);
}
