import { nearest } from '../../config/did-you-mean.ts';
import type { Flaw, Path } from '../../config/flaw.ts';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { createRedactor } from '../../config/redact.ts';
import type { OwnChannel } from '../../extend/channel.ts';
import type { OwnCheck } from '../../extend/check.ts';
import type { Check } from '../../levels/check.ts';
import { ProblemError } from '../../model/problem.ts';
import type { BroughtThing } from './import-module.ts';
import { type Application, subjectOf, toCheck } from './to-check.ts';

/** A channel of a module, and what failsafe.yaml tells it. */
export interface AppliedChannel {
  readonly channel: OwnChannel;
  readonly parameters: Record<string, unknown>;
}

/** What the modules of a config bring to it. */
export interface Extensions {
  readonly checks: readonly Check[];
  /** By their names under `monitor.channels`. */
  readonly channels: Readonly<Record<string, AppliedChannel>>;
}

interface Placed<Definition> {
  readonly definition: Definition;
  /** Of the module under `extensions`. */
  readonly path: Path;
}

/** All that the modules bring, by kind and id. */
interface Brought {
  readonly checks: Map<string, Placed<OwnCheck>>;
  readonly channels: Map<string, Placed<OwnChannel>>;
}

function sort(things: readonly (readonly [Path, BroughtThing])[], flaws: Flaw[]): Brought {
  const brought: Brought = { checks: new Map(), channels: new Map() };
  for (const [path, { kind, definition }] of things) {
    const group: Map<string, Placed<unknown>> = kind === 'check' ? brought.checks : brought.channels;
    const earlier = group.get(definition.id);
    if (earlier === undefined) group.set(definition.id, { definition, path });
    else
      flaws.push({
        code: 'CONFIG_DUPLICATE_NAME',
        path,
        message: `a ${kind} with the id ${definition.id} is there already, from extensions[${earlier.path[1]}]`,
        fix: 'Give one of them another id.',
      });
  }
  return brought;
}

function unknown(kind: 'check' | 'channel', id: string, path: Path, known: Iterable<string>): Flaw {
  const ids = [...known];
  const near = nearest(id, ids);
  return {
    code: 'CONFIG_UNKNOWN_REFERENCE',
    path,
    message: `no module of \`extensions\` brings a ${kind} ${id}`,
    expected: ids.length === 0 ? `a module that brings it` : `one of ${ids.join(', ')}`,
    got: JSON.stringify(id),
    fix:
      near === undefined
        ? 'Name its module under `extensions`, or correct the id.'
        : `Did you mean "${near}"?`,
  };
}

/** What nobody applies is never looked at: whoever wrote it believes that it is. */
const unused = (kind: 'check' | 'channel', id: string, path: Path): Flaw => ({
  code: 'CONFIG_VACUOUS',
  path,
  message: `the ${kind} ${id} of this module is applied nowhere`,
  fix:
    kind === 'check'
      ? `Apply it under \`custom\`: - check: ${id}`
      : `Use it under \`monitor.channels\`: NAME: { custom: ${id} }`,
});

/** Compiles the schema of a thing once for all that it is applied to. */
async function judgeOf({ definition, path }: Placed<OwnCheck | OwnChannel>, flaws: Flaw[]) {
  const { parameterJudge } = await import('./own-schema.ts');
  try {
    return parameterJudge(definition.parameters);
  } catch (error) {
    flaws.push({
      code: 'CONFIG_JSON_SCHEMA',
      path,
      message: `\`parameters\` of ${definition.id} is no JSON Schema that can be used`,
      causes: [error instanceof Error ? error.message : String(error)],
      fix: 'Correct it in the module: a schema of 2020-12 or draft-07.',
    });
    return undefined;
  }
}

async function applyChecks(loaded: LoadedConfig, { checks }: Brought, flaws: Flaw[]): Promise<Check[]> {
  const entries = [...(loaded.config.custom ?? []).entries()];
  const seen = new Map<string, number>();
  for (const [index, declared] of entries) {
    if (!checks.has(declared.check))
      flaws.push(unknown('check', declared.check, ['custom', index, 'check'], checks.keys()));
    const id = `${declared.check}:${subjectOf(declared, loaded)}`;
    const earlier = seen.get(id);
    if (earlier !== undefined)
      flaws.push({
        code: 'CONFIG_DUPLICATE_NAME',
        path: ['custom', index],
        message: `custom[${earlier}] has the id ${id} already`,
        fix: 'Give one of them a `name` of its own.',
      });
    seen.set(id, earlier ?? index);
  }
  const made = [...checks.values()].map(async placed => {
    const { definition, path } = placed;
    const judge = await judgeOf(placed, flaws);
    const own = entries.filter(([, { check }]) => check === definition.id);
    if (own.length === 0) flaws.push(unused('check', definition.id, path));
    const applications = own.flatMap(([index, declared]): Application[] => {
      const judged = judge?.(declared.with, ['custom', index]);
      flaws.push(...(judged?.flaws ?? []));
      return judged === undefined || judged.flaws ? [] : [{ declared, parameters: judged.parameters }];
    });
    return toCheck(definition, applications);
  });
  return Promise.all(made);
}

async function applyChannels({ config }: LoadedConfig, { channels }: Brought, flaws: Flaw[]) {
  const applied: Record<string, AppliedChannel> = {};
  const used = new Set<string>();
  for (const [name, declared] of Object.entries(config.monitor?.channels ?? {})) {
    if (!('custom' in declared)) continue;
    const path = ['monitor', 'channels', name];
    const placed = channels.get(declared.custom);
    used.add(declared.custom);
    if (placed === undefined) {
      flaws.push(unknown('channel', declared.custom, [...path, 'custom'], channels.keys()));
      continue;
    }
    const judged = (await judgeOf(placed, flaws))?.(declared.with, path);
    if (judged?.flaws) flaws.push(...judged.flaws);
    else if (judged) applied[name] = { channel: placed.definition, parameters: judged.parameters };
  }
  for (const [id, { path }] of channels) if (!used.has(id)) flaws.push(unused('channel', id, path));
  return applied;
}

/** Whether a config has modules, or needs one: only then they are loaded. */
const needsModules = ({ config }: LoadedConfig): boolean =>
  config.extensions !== undefined ||
  config.custom !== undefined ||
  Object.values(config.monitor?.channels ?? {}).some(channel => 'custom' in channel);

/**
 * Loads the modules of a config, and applies what they bring to what it declares.
 *
 * @throws ProblemError CONFIG_EXTENSION and others, each at its place in failsafe.yaml
 */
export async function loadExtensions(loaded: LoadedConfig): Promise<Extensions> {
  if (!needsModules(loaded)) return { checks: [], channels: {} };
  const { importModule } = await import('./import-module.ts');
  const flaws: Flaw[] = [];
  const things: [Path, BroughtThing][] = [];
  for (const [index, file] of (loaded.config.extensions ?? []).entries()) {
    const path = ['extensions', index];
    const imported = await importModule(file, loaded.root);
    flaws.push(...imported.flaws.map(flaw => ({ ...flaw, path })));
    things.push(...imported.things.map((thing): [Path, BroughtThing] => [path, thing]));
  }
  // Of what a module that cannot be loaded would bring nothing is known
  const brought = flaws.length > 0 ? undefined : sort(things, flaws);
  const checks = brought === undefined ? [] : await applyChecks(loaded, brought, flaws);
  const channels = brought === undefined ? {} : await applyChannels(loaded, brought, flaws);
  if (flaws.length === 0) return { checks, channels };
  const { place = ({ path: _, at: __, lacks: ___, ...problem }: Flaw) => problem } = loaded;
  throw new ProblemError(createRedactor(loaded.secrets).deep(flaws.map(flaw => place(flaw))));
}
