import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DatabaseTarget, Endpoint, ProtocolTarget, WebTarget } from '../model/target.ts';
import type { Config } from './schema/config.ts';
import type { Target } from './schema/targets.ts';

/** Targets of failsafe.yaml as checks use them. */
export interface ResolvedTargets {
  readonly webTargets: Readonly<Record<string, WebTarget>>;
  readonly databaseTargets: Readonly<Record<string, DatabaseTarget>>;
  readonly protocolTargets: Readonly<Record<string, ProtocolTarget>>;
}

/** A target that is a database. */
export type DatabaseDeclaration = Extract<Target, { database: string }>;
/** A target that is greeted in its protocol. */
export type ProtocolDeclaration = Extract<Target, { speaks: string }>;
/** A target that speaks HTTP. */
export type WebDeclaration = Exclude<Target, DatabaseDeclaration | ProtocolDeclaration>;

/** Whether a target is a database. */
export const isDatabase = (target: Target): target is DatabaseDeclaration => 'database' in target;
/** Whether a target is greeted in its protocol. */
export const isProtocol = (target: Target): target is ProtocolDeclaration => 'speaks' in target;

const withoutSlash = (path: string) => path.replace(/\/+$/, '');

function fromUrl(name: string, text: string, ca: string | undefined): WebTarget {
  const url = new URL(text);
  const tls = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (tls ? 443 : 80) : Number(url.port);
  return { name, endpoint: { host, port }, tls, ca, basePath: withoutSlash(url.pathname) };
}

async function webTarget(name: string, target: WebDeclaration, root: string): Promise<WebTarget> {
  const ca = target.ca === undefined ? undefined : await readFile(resolve(root, target.ca), 'utf8');
  if ('url' in target) return fromUrl(name, target.url, ca);
  const { service, port, tls = false, hostname, path = '' } = target;
  return { name, endpoint: { service, port }, tls, hostname, ca, basePath: withoutSlash(path) };
}

const endpointOf = (target: DatabaseDeclaration | ProtocolDeclaration): Endpoint =>
  'service' in target
    ? { service: target.service, port: target.port }
    : { host: target.host, port: target.port };

function databaseTarget(name: string, target: DatabaseDeclaration): DatabaseTarget {
  const { database, user, password, tls = false } = target;
  return { name, endpoint: endpointOf(target), database, user, password, tls };
}

/** Resolves the targets of a file that has been found to be right. */
export async function resolveTargets({ targets = {} }: Config, root: string): Promise<ResolvedTargets> {
  const webTargets: Record<string, WebTarget> = {};
  const databaseTargets: Record<string, DatabaseTarget> = {};
  const protocolTargets: Record<string, ProtocolTarget> = {};
  for (const [name, target] of Object.entries(targets)) {
    if (isDatabase(target)) databaseTargets[name] = databaseTarget(name, target);
    else if (isProtocol(target))
      protocolTargets[name] = { name, endpoint: endpointOf(target), speaks: target.speaks };
    else webTargets[name] = await webTarget(name, target, root);
  }
  return { webTargets, databaseTargets, protocolTargets };
}
