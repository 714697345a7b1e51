import { ProbeError } from '../model/probe-error.ts';
import { causeChain } from '../model/problem.ts';

const CODES: Readonly<Record<string, string>> = {
  UND_ERR_SOCKET: 'ECONNRESET',
  UND_ERR_CONNECT_TIMEOUT: 'TIMEOUT',
  ETIMEDOUT: 'TIMEOUT',
  UND_ERR_HEADERS_OVERFLOW: 'HTTP_PROTOCOL',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'HTTP_PROTOCOL',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'BODY_TRUNCATED',
  CERT_HAS_EXPIRED: 'CERT_EXPIRED',
  CERT_NOT_YET_VALID: 'CERT_NOT_YET_VALID',
  ERR_TLS_CERT_ALTNAME_INVALID: 'CERT_WRONG_HOST',
  HOSTNAME_MISMATCH: 'CERT_WRONG_HOST',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'CERT_UNTRUSTED',
  SELF_SIGNED_CERT_IN_CHAIN: 'CERT_UNTRUSTED',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'CERT_UNTRUSTED',
  UNABLE_TO_GET_ISSUER_CERT: 'CERT_UNTRUSTED',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'CERT_UNTRUSTED',
  CERT_SIGNATURE_FAILURE: 'CERT_UNTRUSTED',
  INVALID_CA: 'CERT_UNTRUSTED',
  CERT_REVOKED: 'CERT_UNTRUSTED',
  ERR_SSL_WRONG_VERSION_NUMBER: 'TLS_NOT_SPOKEN',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'TLS_NOT_SPOKEN',
  ERR_SSL_HTTP_REQUEST: 'TLS_NOT_SPOKEN',
};

/** What the system says of the other side. Everything else that it says is about this machine. */
const OF_THE_TARGET = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ECONNABORTED',
]);
const OF_THIS_MACHINE = new Set([
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'ENOBUFS',
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'EACCES',
  'EPERM',
]);

/** The `code` of an error, or of the nearest cause that has one. */
export function systemCode(error: unknown): string | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code } = current as NodeJS.ErrnoException;
    if (typeof code === 'string') return code;
    if (current.name === 'HTTPParserError') return 'HPE_UNKNOWN';
  }
  return undefined;
}

/** Failsafe's code for what the system or a library calls `code`; undefined when it means nothing about a network. */
export function networkCode(code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  if (CODES[code] !== undefined) return CODES[code];
  if (code.startsWith('HPE_')) return 'HTTP_PROTOCOL';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) return 'TLS_HANDSHAKE';
  return OF_THE_TARGET.has(code) || OF_THIS_MACHINE.has(code) ? code : undefined;
}

const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection',
  ECONNRESET: 'closed the connection without an answer',
  EPIPE: 'closed the connection while it was sent the request',
  ENOTFOUND: 'is a name that nobody knows',
  EAI_AGAIN: 'cannot be looked up: no name server answers',
  TIMEOUT: 'does not accept the connection in time',
  HTTP_PROTOCOL: 'answers, but not with valid HTTP',
  BODY_TRUNCATED: 'ended its answer before the body was complete',
  CERT_EXPIRED: 'has a certificate that has expired',
  CERT_NOT_YET_VALID: 'has a certificate that is not valid yet',
  CERT_WRONG_HOST: 'has a certificate for another name',
  CERT_UNTRUSTED: 'has a certificate that no trusted authority signed',
  TLS_NOT_SPOKEN: 'does not speak TLS on this port',
  TLS_HANDSHAKE: 'breaks off the TLS handshake',
};

/** Turns what a socket, TLS or an HTTP client throws into a `ProbeError`; anything else is returned as it is. */
export function networkError(error: unknown, where: string): unknown {
  if (error instanceof ProbeError) return error;
  const code = networkCode(systemCode(error));
  if (code === undefined) return error;
  const kind = OF_THIS_MACHINE.has(code) ? 'observer' : 'target';
  const what = SENTENCES[code] ?? `cannot be reached: ${causeChain(error)[0]}`;
  return new ProbeError(kind, code, `${where} ${what}`, { cause: error });
}
