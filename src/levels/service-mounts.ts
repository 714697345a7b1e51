import { isMap } from '../config/is-map.ts';
import type { ServicePath, ServiceView } from './compose-services.ts';

/** A folder or a volume that a service sees. */
export interface Mount {
  /** A path of the host, or the name of a volume; undefined for an anonymous volume. */
  readonly source?: string;
  readonly target: string;
  /** Whether `source` is a path of the host. */
  readonly isBind: boolean;
  readonly readOnly: boolean;
  readonly propagation?: string;
  readonly path: ServicePath;
}

const PROPAGATION = /^r?(?:shared|slave|private)$/;
const isPath = (text: string) => /^(?:[./~]|[A-Za-z]:[\\/])/.test(text);
const trimmed = (path: string) => (path === '/' ? path : path.replace(/\/+$/, ''));

function short(text: string, path: ServicePath): Mount {
  const parts = text.split(':');
  if (parts.length === 1) return { target: text, isBind: false, readOnly: false, path };
  const [source = '', target = '', flags = ''] = parts;
  const set = flags.split(',');
  return {
    source: isPath(source) ? trimmed(source) : source,
    target,
    isBind: isPath(source),
    readOnly: set.includes('ro'),
    propagation: set.find(flag => PROPAGATION.test(flag)),
    path,
  };
}

function long(value: Record<string, unknown>, path: ServicePath): Mount {
  const { type, source, target, read_only: readOnly, bind } = value;
  const propagation = isMap(bind) ? bind.propagation : undefined;
  return {
    source: typeof source === 'string' ? trimmed(source) : undefined,
    target: String(target ?? ''),
    isBind: type === 'bind',
    readOnly: readOnly === true,
    propagation: typeof propagation === 'string' ? propagation : undefined,
    path,
  };
}

/** The mounts of a service, from either notation; tmpfs and the like are none. */
export function mountsOf({ value: { volumes } }: ServiceView): Mount[] {
  return (Array.isArray(volumes) ? volumes : []).flatMap((item: unknown, index): Mount[] => {
    const path = ['volumes', index];
    if (typeof item === 'string') return [short(item, path)];
    return isMap(item) && (item.type === 'bind' || item.type === 'volume') ? [long(item, path)] : [];
  });
}
