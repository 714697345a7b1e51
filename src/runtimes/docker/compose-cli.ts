import { hasComposePlugin } from './compose-plugin.ts';

/** How docker compose is called here: `docker compose` (v2), or the old `docker-compose`. */
export type ComposeCli = readonly [string, ...string[]];

const CANDIDATES: readonly ComposeCli[] = [['docker', 'compose'], ['docker-compose']];

/** Whether this way to call docker compose works here. */
export async function isInstalled([file, ...start]: ComposeCli): Promise<boolean> {
  const { execa } = await import('execa');
  const { failed } = await execa(file, [...start, 'version'], { reject: false, timeout: 20_000 });
  return !failed;
}

async function find(): Promise<ComposeCli | undefined> {
  const [program, ...start] = process.env.FAILSAFE_COMPOSE?.trim().split(/\s+/) ?? [];
  if (program) return [program, ...start];
  if (hasComposePlugin(process.env)) return CANDIDATES[0];
  for (const candidate of CANDIDATES) if (await isInstalled(candidate)) return candidate;
  return undefined;
}

let found: Promise<ComposeCli | undefined> | undefined;

/**
 * Finds docker compose, once a process; undefined when there is none. FAILSAFE_COMPOSE names another one, such as
 * `docker-compose` on a machine that has both.
 */
export function composeCli(): Promise<ComposeCli | undefined> {
  found ??= find();
  return found;
}
