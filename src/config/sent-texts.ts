import { Secret } from '../model/secret.ts';
import type { Path } from './flaw.ts';
import { isMap } from './is-map.ts';
import { METHODS } from './method.ts';
import { PendingSecret } from './pending-secret.ts';
import type { Config } from './schema/config.ts';

/** A scalar of the file that is sent, or handed to a process. */
export interface SentText {
  readonly text: string;
  readonly path: Path;
  /** The key that it stands under; of items of a list the key of the list. */
  readonly name: string;
}

const SENT = new Set<string>([
  ...METHODS,
  ...[
    'headers',
    'json',
    'text',
    'params',
    'data',
    'send',
    'user',
    'variables',
    'env',
    'run',
    'url',
    'path',
    'with',
  ],
]);

function scalarsIn(value: unknown, path: Path, name: string): SentText[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ text: String(value), path, name }];
  if (Array.isArray(value)) return value.flatMap((item, index) => scalarsIn(item, [...path, index], name));
  if (!isMap(value) || value instanceof Secret || value instanceof PendingSecret) return [];
  return Object.entries(value).flatMap(([key, inner]) => scalarsIn(inner, [...path, key], key));
}

function sentIn(value: unknown, path: Path): SentText[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => sentIn(item, [...path, index]));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, key];
    if (key === 'expect') return [];
    return SENT.has(key) ? scalarsIn(inner, here, key) : sentIn(inner, here);
  });
}

/** All that the file has sent or handed on. What is expected of answers is not among it. */
export const sentTexts = ({ stack, targets, api, auth, realtime, system, custom }: Config): SentText[] =>
  sentIn({ stack, targets, api, auth, realtime, system, custom }, []);
