import { once } from 'node:events';
import { checkServerIdentity, connect, type TLSSocket } from 'node:tls';
import type { TlsFacts } from '../model/observations/network.ts';
import type { Probe } from '../model/probe.ts';
import { ProbeError } from '../model/probe-error.ts';
import { networkCode, networkError } from './network-error.ts';
import { resolveWeb, type WebAddress } from './web-address.ts';

function chainFault(socket: TLSSocket): Pick<TlsFacts, 'chainError' | 'chainMessage'> {
  const error = socket.authorizationError as unknown;
  if (socket.authorized || !error) return {};
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : String(error);
  return {
    chainError: networkCode(code) ?? 'CERT_UNTRUSTED',
    chainMessage: error instanceof Error ? error.message : String(error),
  };
}

function facts(socket: TLSSocket, name: string, durationMs: number): TlsFacts {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) {
    throw new ProbeError('target', 'TLS_HANDSHAKE', `${name} showed no certificate`);
  }
  return {
    servername: name,
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().name,
    ...chainFault(socket),
    hostMatches: checkServerIdentity(name, certificate.toLegacyObject()) === undefined,
    subject: certificate.subject ?? '',
    issuer: certificate.issuer ?? '',
    names: certificate.subjectAltName ?? '',
    validFrom: new Date(certificate.validFrom).toISOString(),
    validTo: new Date(certificate.validTo).toISOString(),
    seenAt: new Date().toISOString(),
    fingerprint: certificate.fingerprint256,
    durationMs,
  };
}

function explain(error: unknown, { connect: to }: WebAddress, aborted: boolean): unknown {
  const where = `${to.host}:${to.port}`;
  if (!aborted) return networkError(error, where);
  return new ProbeError('target', 'TIMEOUT', `${where} does not finish the TLS handshake in time`, {
    cause: error,
  });
}

/** Makes a TLS handshake and reads the server's certificate, trusted or not. */
export const probe: Probe<'tls'> = {
  id: 'tls',
  async observe({ target }, context) {
    const address = await resolveWeb(target, context);
    const startedAt = performance.now();
    const socket = connect({
      host: address.connect.host,
      port: address.connect.port,
      servername: address.servername ?? '',
      ca: address.ca,
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      checkServerIdentity: () => undefined,
    });
    const abort = () => socket.destroy(new Error('aborted'));
    context.signal.addEventListener('abort', abort, { once: true });
    try {
      context.signal.throwIfAborted();
      await once(socket, 'secureConnect');
      return facts(socket, address.servername ?? address.connect.host, performance.now() - startedAt);
    } catch (error) {
      throw explain(error, address, context.signal.aborted);
    } finally {
      context.signal.removeEventListener('abort', abort);
      socket.on('error', () => undefined);
      socket.destroy();
    }
  },
};
