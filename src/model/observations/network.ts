import type { DatabaseTarget, Endpoint, ProtocolTarget, WebTarget } from '../target.ts';

/** What a name server says of a host name. */
export interface DnsAnswer {
  readonly host: string;
  /** IP addresses, as the system would try them. */
  readonly addresses: readonly string[];
  readonly durationMs: number;
}

/** Where to connect from this machine: a target, or any other address. */
export type TcpParams =
  | { readonly target: WebTarget | DatabaseTarget | ProtocolTarget }
  | { readonly endpoint: Endpoint };

/** The outcome of opening a TCP connection from this machine. */
export interface TcpOutcome {
  readonly connected: boolean;
  /** `127.0.0.1:5435`; undefined when the service has no port that this machine can reach. */
  readonly address?: string;
  /** The container that was asked, where the service has several: the one that failed, else the first. */
  readonly replica?: string;
  /** Why not: `ECONNREFUSED`, `TIMEOUT`, `PORT_NOT_PUBLISHED` … */
  readonly error?: string;
  readonly durationMs: number;
  /** The other side closed at once, without a word: a port that is published with nothing behind it. */
  readonly closedAtOnce: boolean;
  /** The service is a process of this machine, so that all of its ports are reachable from here by nature. */
  readonly local?: boolean;
}

/** Which certificate to look at. */
export interface TlsParams {
  readonly target: WebTarget;
}

/** One TLS handshake and the certificate of the server, whether it is to be trusted or not. */
export interface TlsFacts {
  /** The name that was asked for. */
  readonly servername: string;
  /** `TLSv1.3`. */
  readonly protocol: string;
  readonly cipher: string;
  /** Code of the fault in the chain of trust (`CERT_UNTRUSTED`, `CERT_EXPIRED` …); undefined when it is trusted. */
  readonly chainError?: string;
  /** What OpenSSL says of it. */
  readonly chainMessage?: string;
  readonly hostMatches: boolean;
  readonly subject: string;
  readonly issuer: string;
  /** `DNS:app.test, IP Address:127.0.0.1`. */
  readonly names: string;
  /** ISO 8601. */
  readonly validFrom: string;
  readonly validTo: string;
  /** The time of the look, to count from. */
  readonly seenAt: string;
  readonly fingerprint: string;
  readonly durationMs: number;
}
