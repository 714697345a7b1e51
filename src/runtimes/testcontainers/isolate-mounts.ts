import { createHash } from 'node:crypto';
import type { ComposeMount } from './compose-document.ts';

/** What stands at a path of this machine. `other`: a socket, a device. */
export type PathKind = 'directory' | 'file' | 'other' | 'missing';

/** A folder that is copied into a volume of the run before the service starts. */
export interface CopiedFolder {
  readonly service: string;
  readonly volume: string;
  readonly source: string;
  readonly target: string;
  /** Folders below `source` that another mount of the service covers. */
  readonly without: readonly string[];
}

/** How a service's mounts are made its own. */
export interface MountRules {
  kindOf(path: string): PathKind;
  /** Belongs to the application, rather than to the machine: may be copied. */
  isOurs(path: string): boolean;
}

/** A service's mounts, and what must be made for them. */
export interface IsolatedMounts {
  readonly mounts: readonly ComposeMount[];
  readonly volumes: readonly string[];
  readonly copies: readonly CopiedFolder[];
}

interface Bind {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

const BIND = /^(\/[^:]*|[A-Za-z]:[\\/][^:]*):([^:]+)(?::(.*))?$/;

function asBind(mount: ComposeMount): Bind | undefined {
  if (typeof mount !== 'string') {
    if (mount.type !== 'bind' || mount.source === undefined) return undefined;
    return { source: mount.source, target: mount.target, readOnly: mount.read_only === true };
  }
  const [, source, target, mode = ''] = BIND.exec(mount) ?? [];
  if (source === undefined || target === undefined) return undefined;
  return { source, target, readOnly: mode.split(',').includes('ro') };
}

function targetOf(mount: ComposeMount): string {
  if (typeof mount !== 'string') return mount.target;
  return asBind(mount)?.target ?? mount.split(':').find(part => part.startsWith('/')) ?? '';
}

/** The same folder gets the same volume, so that services which share it still do. */
const volumeFor = (source: string): string =>
  `copy-${createHash('sha256').update(source).digest('hex').slice(0, 12)}`;

/**
 * Keeps a run from writing into files of this machine: the database that runs beside it may have its data there.
 * A folder of the application that a service may write to becomes a volume with a copy of it; one from elsewhere, and
 * any file, is mounted read-only; sockets and devices stay.
 */
export function isolateMounts(
  service: string,
  mounts: readonly ComposeMount[],
  rules: MountRules,
): IsolatedMounts {
  const volumes: string[] = [];
  const copies: CopiedFolder[] = [];
  const targets = mounts.map(targetOf);

  const isolated = mounts.map((mount): ComposeMount => {
    const bind = asBind(mount);
    if (bind === undefined) return mount;
    const { source, target, readOnly } = bind;
    const kind = rules.kindOf(source);
    if (kind === 'other' || (readOnly && kind !== 'missing')) return mount;
    const copied = kind === 'directory' && rules.isOurs(source);
    if (!copied && kind !== 'missing') return { type: 'bind', source, target, read_only: true };
    const volume = volumeFor(source);
    volumes.push(volume);
    const below = `${target.replace(/\/$/, '')}/`;
    const without = targets.filter(other => other.startsWith(below)).map(other => other.slice(below.length));
    if (copied) copies.push({ service, volume, source, target, without });
    return `${volume}:${target}:nocopy`;
  });
  return { mounts: isolated, volumes, copies };
}
