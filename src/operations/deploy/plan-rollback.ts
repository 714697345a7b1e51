import { existsSync } from 'node:fs';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { causeChain, type Problem, ProblemError } from '../../model/problem.ts';
import type { Stack } from '../../model/stack.ts';
import { type CommandOptions, composeCommand } from '../../runtimes/compose/command.ts';
import type { Engine } from '../../runtimes/docker/engine.ts';
import { giveName, isFixedName } from '../../runtimes/docker/give-name.ts';
import { imageId } from '../../runtimes/docker/image-id.ts';
import { runningImages } from '../../runtimes/docker/keep-images.ts';
import { ensureUp } from '../ensure-up.ts';
import type { FoundDatabase } from '../postgres/find-server.ts';
import { runCompose } from '../run-compose.ts';
import type { Step } from '../step.ts';
import { composeOf, type DeployedImage, type DeployRecord, ensureOwn, overrideOf } from './record.ts';
import { schemaRefusal, schemaUnknown } from './rollback-refusal.ts';
import { readSchemas, schemaDifferences } from './schema-state.ts';
import { reloadProxies } from './start-first.ts';

/** What goes back to which version. */
export interface RollbackOptions extends Pick<CommandOptions, 'apart'> {
  readonly loaded: LoadedConfig;
  readonly engine: Engine;
  readonly project: string;
  readonly version: DeployRecord;
  /** These alone; `all`: all services of that version, with the compose file of then. */
  readonly services: readonly string[] | 'all';
  stack(): Promise<Stack>;
  /** Where the schemas are read. */
  databases(signal: AbortSignal): Promise<readonly FoundDatabase[]>;
  readonly signal: AbortSignal;
  /** Hears what commands print. */
  hear(line: string): void;
}

const UP_MS = 600_000;

const missing = (service: string, { kept }: DeployedImage): Problem => ({
  code: 'ROLLBACK_IMAGE_GONE',
  message: `the image of ${service} is not there any more: ${kept}`,
  fix: '`failsafe deploy list` shows what else can be gone back to; else deploy that version again.',
});

const imagesTo = ({ images }: DeployRecord, services: RollbackOptions['services']) =>
  Object.entries(images).filter(([service]) => services === 'all' || services.includes(service));

/**
 * Writes what is laid over the compose file to go back to a version. A deploy does it before it replaces anything: a disk
 * that is full by then does not bar the way back.
 */
export async function writeOverride(
  root: string,
  version: DeployRecord,
  wanted: RollbackOptions['services'],
): Promise<void> {
  const services = Object.fromEntries(
    imagesTo(version, wanted).map(([service, { name, kept }]) => [
      service,
      { pull_policy: 'never', ...(isFixedName(name) && { image: kept }) },
    ]),
  );
  await ensureOwn(root, overrideOf(root, version.id), JSON.stringify({ services }));
}

/**
 * Plans a way back: all images have to be there and the schema of the databases has to be the one of then, before
 * anything is stopped; then the services run from the images of that version, which is seen.
 *
 * What the monitor does as its last rung, `failsafe rollback`, and a deploy that failed.
 */
export async function planRollback(options: RollbackOptions): Promise<Step[]> {
  const { loaded, engine, project, version, signal, hear } = options;
  const { root } = loaded;
  const wanted = imagesTo(version, options.services);
  const names = wanted.map(([service]) => service);
  const saved = composeOf(root, version.id);
  const base = version.compose !== undefined && existsSync(saved) ? [saved] : loaded.composeFiles;
  const override = overrideOf(root, version.id);
  const words = ['up', '-d', '--no-build', ...(options.services === 'all' ? [] : ['--no-deps']), ...names];
  const up = await composeCommand(loaded, project, words, [...base, override]);

  /** A database that was broken by its own new image can only be read once the old one is back. */
  const changesDatabase = async (): Promise<boolean> => {
    const now = await runningImages(engine, project, signal);
    const servers = Object.values(loaded.databaseTargets).flatMap(({ endpoint }) =>
      'service' in endpoint ? endpoint.service : [],
    );
    return wanted.some(
      ([service, { id }]) => servers.includes(service) && now.find(one => one.service === service)?.id !== id,
    );
  };

  const allow: Step = {
    id: 'rollback-allowed',
    title: `see that ${version.id} can serve again`,
    acts: [
      ...wanted.map(([, { kept }]) => `find the image ${kept}`),
      ...Object.keys(version.schemas).map(name => `compare the schema of ${name} with the one of then`),
    ],
    async run() {
      const gone: Problem[] = [];
      for (const [service, image] of wanted)
        if ((await imageId(engine, image.kept, signal)) !== image.id) gone.push(missing(service, image));
      if (wanted.length === 0)
        gone.push({ code: 'ROLLBACK_NOTHING', message: `${version.id} has no image of these services` });
      if (gone.length > 0) throw new ProblemError(gone);
      if (Object.keys(version.schemas).length === 0) return 'no schema is known of it: none was compared';
      const now = await options
        .databases(signal)
        .then(databases => readSchemas(loaded, databases, signal))
        .catch(async (error: unknown) => {
          signal.throwIfAborted();
          if (await changesDatabase()) return undefined;
          throw schemaUnknown(version, causeChain(error));
        });
      if (now === undefined) return 'a database does not answer, which is put back as well';
      const changed = schemaDifferences(version.schemas, now);
      if (changed.length > 0) throw schemaRefusal(version, changed);
      return undefined;
    },
  };

  const act: Step = {
    id: 'rollback',
    title: `run ${names.join(', ')} as in ${version.id}`,
    acts: [
      ...wanted
        .filter(([, { name }]) => !isFixedName(name))
        .map(([, { kept, name }]) => `docker tag ${kept} ${name}`),
      up.line,
    ],
    async run(tell) {
      // Whoever starts a service by hand, or makes its container anew, gets this version as well
      for (const [, { id, name }] of wanted) if (!isFixedName(name)) await giveName(engine, id, name, signal);
      await writeOverride(root, version, options.services);
      await runCompose(
        up,
        { signal, hear, tell, apart: options.apart, timeoutMs: UP_MS },
        {
          code: 'ROLLBACK_FAILED',
          message: `docker compose did not start ${version.id}`,
          fix: 'Mend what it says.',
        },
      );
      await ensureUp(loaded, await options.stack(), names, signal, tell);
      await reloadProxies(options, names);
      return undefined;
    },
  };

  const see: Step = {
    id: 'rollback-seen',
    title: 'see that the old images serve',
    acts: wanted.map(([service, { id }]) => `${service} runs from ${id}`),
    async run() {
      const now = await runningImages(engine, project, signal);
      const others = wanted.filter(
        ([service, { id }]) => now.find(one => one.service === service)?.id !== id,
      );
      if (others.length === 0) return undefined;
      throw new ProblemError(
        others.map(([service, { id }]) => ({
          code: 'ROLLBACK_FAILED',
          message: `${service} does not run from the image of ${version.id}`,
          expected: id,
          got: now.find(one => one.service === service)?.id ?? 'it does not run',
          fix: `By hand: ${up.line}`,
        })),
      );
    },
  };

  return [allow, act, see];
}
