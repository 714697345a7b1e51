import { isMap } from '../is-map.ts';

/** A port that a compose service publishes. */
export interface ComposePort {
  /** Port inside of the container. */
  readonly container: number;
  /** Port on the host; undefined when the engine assigns one. */
  readonly published?: number;
  readonly hostIp?: string;
  readonly protocol: string;
}

const SHORT = /^(?:(\[[^\]]+\]|[^:[\]]*):)?(?:([0-9]*(?:-[0-9]+)?):)?([0-9]+(?:-[0-9]+)?)(?:\/([a-z]+))?$/;

function range(text: string): number[] {
  const [first = 0, last = first] = text.split('-').map(Number);
  return Array.from({ length: Math.min(Math.max(last - first + 1, 1), 1000) }, (_, index) => first + index);
}

function shortPorts(text: string): ComposePort[] {
  // With one colon, what stands before it is the published port.
  const parts = /^[^:[\]]*:[^:]+$/.test(text) ? `:${text}` : text;
  const [, hostIp = '', published = '', container, protocol = 'tcp'] = SHORT.exec(parts) ?? [];
  if (container === undefined) return [];
  const host = published === '' ? [] : range(published);
  return range(container).map((port, index) => ({
    container: port,
    published: host[index] ?? (host.length === 1 ? host[0] : undefined),
    hostIp: hostIp.replace(/^\[|\]$/g, '') || undefined,
    protocol,
  }));
}

/** The published ports of a service, from any of the notations of compose; what is no port is left out. */
export function composePorts(ports: unknown): ComposePort[] {
  if (!Array.isArray(ports)) return [];
  return ports.flatMap((port: unknown) => {
    if (!isMap(port)) return shortPorts(String(port));
    const container = Number(port.target);
    if (!Number.isInteger(container)) return [];
    const published = Number(port.published ?? Number.NaN);
    const protocol = typeof port.protocol === 'string' ? port.protocol : 'tcp';
    const hostIp = typeof port.host_ip === 'string' ? port.host_ip : undefined;
    return [{ container, published: Number.isInteger(published) ? published : undefined, hostIp, protocol }];
  });
}
