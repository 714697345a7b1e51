import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { WebAddress } from '../web-address.ts';

const NOWHERE = 'http://127.0.0.1:0/';

/** A look at one web app, and no talk with anybody else. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--gaia-url=${NOWHERE}`,
  `--component-updater=url-source=${NOWHERE},disable-pings`,
];

/** SHA-256 of the public key that the server shows, when the private authority signed it. */
function privateKeyPin(
  { connect: to, servername, ca }: WebAddress,
  signal: AbortSignal,
): Promise<string | undefined> {
  return new Promise(resolve => {
    const socket = connect({ host: to.host, port: to.port, servername, ca });
    const end = (pin?: string) => {
      socket.destroy();
      resolve(pin);
    };
    socket.once('secureConnect', () => {
      const key = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' });
      end(key === undefined ? undefined : createHash('sha256').update(key).digest('base64'));
    });
    socket.once('error', () => end());
    signal.addEventListener('abort', () => end(), { once: true });
  });
}

/** The command line for a look at this address. */
export async function browserFlags(address: WebAddress, signal: AbortSignal): Promise<string[]> {
  const flags = [...QUIET];
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  const { host } = address.connect;
  const { hostname } = new URL(address.origin);
  if (hostname.replace(/^\[|\]$/g, '') !== host) {
    flags.push(`--host-resolver-rules=MAP ${hostname} ${isIP(host) === 6 ? `[${host}]` : host}`);
  }
  const pin = address.ca === undefined ? undefined : await privateKeyPin(address, signal);
  if (pin !== undefined) flags.push(`--ignore-certificate-errors-spki-list=${pin}`);
  return flags;
}
