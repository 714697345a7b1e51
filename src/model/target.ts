import type { Protocol } from './observations/ping.ts';
import type { Secret } from './secret.ts';

/** A service of the stack (found at its real host and port in every runtime), or an address outside of it. */
export type Endpoint =
  | { readonly service: string; readonly port: number }
  | { readonly host: string; readonly port: number };

/** Something that speaks HTTP. */
export interface WebTarget {
  /** Its name under `targets` in failsafe.yaml. */
  readonly name: string;
  readonly endpoint: Endpoint;
  /** `https` is spoken. */
  readonly tls: boolean;
  /** Host name to ask for and to verify, when it is not the address. */
  readonly hostname?: string;
  /** PEM of the authority that signed the certificate, when it is not a public one. */
  readonly ca?: string;
  /** Put before each path, without a slash at its end. */
  readonly basePath: string;
}

/** A PostgreSQL database. */
export interface DatabaseTarget {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly database: string;
  readonly user: string;
  readonly password?: Secret;
  readonly tls: boolean;
}

/** A server that is greeted in its protocol, without an account: a cache, a queue, a store. */
export interface ProtocolTarget {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly speaks: Protocol;
}
