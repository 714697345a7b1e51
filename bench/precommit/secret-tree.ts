import { BENIGN } from '../../tests/secrets/benign.ts';
import { ALPHANUMERIC, HEX, take, VALUES } from '../../tests/secrets/made-up.ts';
import { PLANTED } from '../../tests/secrets/planted.ts';
import { fillerFile } from './filler.ts';
import type { Files } from './mixed-files.ts';

const FILES = 5000;
const BYTES = 2500;
const EACH = 8;

/** Tokens in the forms that providers document; put together here, so that none stands in the repository. */
const TOKENS: readonly (() => string)[] = [
  () => `AKI${'A'}${take(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
  () => `gh${'p'}_${take(36, ALPHANUMERIC)}`,
  () => `gl${'pat'}-${take(20, ALPHANUMERIC)}`,
  () => `xox${'b'}-${take(12, '123456789')}-${take(12, '123456789')}-${take(24, ALPHANUMERIC)}`,
  () => `SG${'.'}${take(22, ALPHANUMERIC)}.${take(43, ALPHANUMERIC)}`,
  () => `np${'m'}_${take(36, ALPHANUMERIC)}`,
  () => `shp${'at'}_${take(32, HEX)}`,
  () => `sk_${'live'}_${take(24, ALPHANUMERIC)}`,
];

/** A tree of 5,000 files in which secrets are, and the folders that tell which hold one. */
export interface SecretTree {
  readonly files: Files;
  /** Secrets that people make up, in the places of tests/secrets. */
  readonly made: readonly string[];
  /** Tokens of providers. */
  readonly tokens: readonly string[];
  /** Files that look like it, and hold none. */
  readonly benign: readonly string[];
}

/** Makes the tree, the same each time. */
export function secretTree(): SecretTree {
  const files: Record<string, string> = {};
  const add = (folder: string, path: string, text: string) => {
    files[`${folder}/${path}`] = text;
    return folder;
  };
  const made = PLANTED.flatMap(([path, write], place) =>
    VALUES.map((value, kind) => add(`made-${place}-${kind}`, path, write(value()))),
  );
  const tokens = TOKENS.flatMap((value, kind) =>
    Array.from({ length: EACH }, (_, index) =>
      add(`token-${kind}-${index}`, 'client.js', `export const client = connect('${value()}');\n`),
    ),
  );
  const benign = BENIGN.map(([path, write], index) => add(`benign-${index}`, path, write('')));
  for (let number = 0; Object.keys(files).length < FILES; number++) {
    const [path, text] = fillerFile(number, BYTES);
    files[path] = text;
  }
  return { files, made, tokens, benign };
}
