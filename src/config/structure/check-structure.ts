import { Check } from 'typebox/value';
import type { Flaw, Path } from '../flaw.ts';
import { isMap } from '../is-map.ts';
import { ConfigSchema } from '../schema/config.ts';
import { isWithin } from './cuts.ts';
import { explain } from './explain.ts';
import type { Explained, Shown } from './explained.ts';
import { showValue } from './show-value.ts';
import { createMendable, type SoundPart } from './sound-part.ts';
import { loadValidator } from './validator.ts';

/** What the schema says of a document. Without a `sound` part nothing more can be said of it. */
export interface Structure {
  readonly flaws: readonly Flaw[];
  readonly sound?: SoundPart;
}

const MOST_ROUNDS = 30;
const asItIs: Shown = (_, value) => value;

/** Inner values first: what stands around them may be replaced as a whole. */
const inMendingOrder = (flaws: readonly Explained[]): Explained[] =>
  [...flaws].sort((a, b) => b.path.length - a.path.length);

const noMap = (document: unknown): Flaw => ({
  code: 'CONFIG_INVALID_VALUE',
  path: [],
  message: `the file must be a map of version, project, stack, …, and is ${showValue(document)}`,
  expected: 'a map',
  got: showValue(document),
  fix: 'Begin with "version: 1" and "project: NAME".',
});

/** Without what only mending needs. */
const toFlaw = ({ wrongType: _, missing: __, wanted: ___, ...flaw }: Explained): Flaw => flaw;

/** The place of a flaw once what its key was meant to be is its key. */
const renamed = ({ path, meant }: Explained): Path => [...path.slice(0, -1), meant ?? ''];

/**
 * Checks a document against the schema. When it is wrong, it is mended step by step: misspelt keys are read as what
 * was meant (so that what stands below them is checked, too), all else that is wrong is left out.
 */
export async function checkStructure(document: unknown, shown: Shown = asItIs): Promise<Structure> {
  if (Check(ConfigSchema, document))
    return { flaws: [], sound: { value: document, original: path => path, cuts: [] } };
  if (!isMap(document)) return { flaws: [noMap(document)] };
  const errorsOf = await loadValidator();
  const found = explain(errorsOf(document), shown);
  if (found.length === 0) throw new TypeError('a document was refused, and nothing is wrong with it');
  const mendable = createMendable({ project: 'unknown', ...document, version: 1 });
  const flaws = [...found];
  let current: readonly Explained[] = found;
  for (let round = 0; round < MOST_ROUNDS && current.length > 0; round++) {
    const understood = current.filter(({ meant }) => meant !== undefined).map(renamed);
    for (const flaw of inMendingOrder(current)) mendable.mend(flaw);
    current = explain(errorsOf(mendable.value), (path, value) => shown(mendable.original(path), value));
    const fresh = current.filter(({ path }) => understood.some(start => isWithin(path, start)));
    flaws.push(...fresh.map(flaw => ({ ...flaw, path: mendable.original(flaw.path) })));
  }
  return { flaws: flaws.map(toFlaw), sound: Check(ConfigSchema, mendable.value) ? mendable : undefined };
}
