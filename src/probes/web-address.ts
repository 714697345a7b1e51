import { isIP } from 'node:net';
import type { ProbeContext } from '../model/probe.ts';
import type { Address } from '../model/stack.ts';
import type { WebTarget } from '../model/target.ts';

/** How to reach a web target at this moment. */
export interface WebAddress {
  /** `https://app.test:8443`: what a browser on this machine would have in its address bar; no slash at the end. */
  readonly origin: string;
  /** Where to open the connection, which may be another host than the one in the origin. */
  readonly connect: Address;
  /** The name to ask for and to verify in TLS; undefined for plain HTTP and for IP addresses. */
  readonly servername?: string;
  /** PEM of a private authority. */
  readonly ca?: string;
}

const bracketed = (host: string) => (isIP(host) === 6 ? `[${host}]` : host);

/** Where targets were found last: what is where it was has the very same address, look after look. */
const last = new WeakMap<WebTarget, WebAddress>();

/**
 * Finds where a web target is in the running stack.
 *
 * @throws ProbeError `target`: SERVICE_MISSING, SERVICE_NOT_RUNNING, PORT_NOT_PUBLISHED
 */
export async function resolveWeb(
  target: WebTarget,
  context: Pick<ProbeContext, 'stack' | 'signal'>,
): Promise<WebAddress> {
  const { endpoint, hostname, tls, ca } = target;
  const connect =
    'service' in endpoint
      ? await context.stack.address(endpoint.service, endpoint.port, context.signal)
      : { host: endpoint.host, port: endpoint.port };
  const known = last.get(target);
  if (known?.connect.host === connect.host && known.connect.port === connect.port) return known;
  const host = hostname ?? connect.host;
  const { origin } = new URL(`${tls ? 'https' : 'http'}://${bracketed(host)}:${connect.port}`);
  const address = { origin, connect, servername: tls && isIP(host) === 0 ? host : undefined, ca };
  last.set(target, address);
  return address;
}

/** The path to ask for, base path included; what may not stand in a request line is percent-encoded. */
export function pathOf(target: Pick<WebTarget, 'basePath'>, path: string): string {
  return `${target.basePath}${path}`.replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}

/** The full URL of a path of the target. */
export const urlOf = (address: WebAddress, target: Pick<WebTarget, 'basePath'>, path: string): string =>
  `${address.origin}${pathOf(target, path)}`;
