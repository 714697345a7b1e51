import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { version } from '../model/version.ts';
import type { Path } from './flaw.ts';
import { refuseLink } from './own-folder.ts';
import { PendingSecret, type SecretSource } from './pending-secret.ts';
import { replaceFile } from './replace-file.ts';
import { pendingIn } from './resolve-secrets.ts';
import type { Config } from './schema/config.ts';

/** What became of the text of a YAML file that nothing is wrong with. */
export interface Made {
  /** What the text holds. */
  readonly document: unknown;
  /** What it decodes to, secrets pending; where it is a failsafe.yaml with no variable, and no rule of the file alone has found anything. */
  readonly config?: Config;
}

/** Remembers what became of texts. It never fails: what cannot be read or written is made anew. */
export interface ParseCache {
  /** What was made of this text of this file; undefined where anything is not as it was. */
  recall(file: string, text: string): Promise<Made | undefined>;
  remember(file: string, text: string, made: Made): Promise<void>;
}

/** Nothing is remembered. */
export const noCache: ParseCache = {
  recall: () => Promise.resolve(undefined),
  remember: () => Promise.resolve(),
};

/** When what checks and decodes a document was written: in a checkout the code changes while the version does not. */
let stamp: string | undefined;
const written = (file: string) => `${file} ${statSync(file).mtimeMs}`;
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => join(folder, name));
const codeStamp = (): string => {
  const { dirname: folder, filename } = import.meta;
  // What is packed is one file.
  stamp ??= filename.endsWith('.ts') ? filesIn(folder).map(written).join() : written(filename);
  return stamp;
};

/**
 * The key of a text in a file: whatever its parsed form depends on, and what nobody knows beforehand about the file (its
 * inode, the nanosecond in which it changed), so that nobody can have put an answer into a repository.
 */
async function keyOf(file: string, text: string): Promise<string> {
  const { dev, ino, ctimeNs, mtimeNs } = await stat(file, { bigint: true });
  const place = [file, dev, ino, ctimeNs, mtimeNs].join('\n');
  const code = `${version}\n${codeStamp()}`;
  return createHash('sha256').update(`${place}\n${code}\n${text}`).digest('hex');
}

type Pending = readonly [path: Path, source: SecretSource];

function withPending(config: Config, pending: readonly Pending[]): Config {
  for (const [path, source] of pending) {
    let at = config as unknown as Record<string | number, unknown>;
    for (const key of path.slice(0, -1)) at = at[key] as typeof at;
    at[path.at(-1) ?? ''] = new PendingSecret(source);
  }
  return config;
}

const parse = ([document = '', config = '', pending = '[]']: readonly string[]): Made => ({
  document: JSON.parse(document),
  ...(config !== '' && { config: withPending(JSON.parse(config), JSON.parse(pending)) }),
});

/** As lines; undefined where JSON would not give back the very same. */
function linesOf(made: Made): readonly string[] | undefined {
  const { document, config } = made;
  const pending = config === undefined ? [] : pendingIn(config);
  const lines = [
    JSON.stringify(document),
    config === undefined
      ? ''
      : JSON.stringify(config, (_, value) => (value instanceof PendingSecret ? null : value)),
    JSON.stringify(pending.map(({ path, secret }): Pending => [path, secret.source])),
  ];
  return isDeepStrictEqual(parse(lines), made) ? lines : undefined;
}

/** Only what this user has written and nobody else can write is believed. */
async function readOwn(path: string): Promise<string> {
  await using file = await open(path);
  const { mode, uid } = await file.stat();
  if (process.getuid !== undefined && (uid !== process.getuid() || (mode & 0o077) !== 0)) return '';
  return await file.readFile('utf8');
}

/**
 * The cache of a project, in `.failsafe/cache/`, which is used once a run has made `.failsafe/`. What it holds can be read by
 * this user only: a failsafe.yaml may hold what it should not.
 */
export function parseCache(root: string): ParseCache {
  const own = join(root, '.failsafe');
  const folder = join(own, 'cache');
  const placeOf = (file: string) =>
    join(folder, `${relative(root, file).replaceAll(/[^\w.-]/g, '_')}.parsed`);
  return {
    async recall(file, text) {
      try {
        const [key, ...lines] = (await readOwn(placeOf(file))).split('\n');
        return key === (await keyOf(file, text)) ? parse(lines) : undefined;
      } catch {
        return undefined;
      }
    },
    async remember(file, text, made) {
      try {
        await refuseLink(own);
        const lines = linesOf(made);
        if (lines === undefined) return;
        await mkdir(folder, { mode: 0o700 }).catch(() => undefined);
        await refuseLink(folder);
        await replaceFile(placeOf(file), [await keyOf(file, text), ...lines].join('\n'), { mode: 0o600 });
      } catch {
        // Only the time of the next run is lost.
      }
    },
  };
}
