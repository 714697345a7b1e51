import { readdir, readFile, readlink } from 'node:fs/promises';
import { execa } from 'execa';
import type { PortHolder } from '../../model/host.ts';
import { ProbeError } from '../../model/probe-error.ts';

/** State of a TCP socket that waits for connections, and of a UDP socket that is bound, in /proc/net. */
const WAITING: Readonly<Record<string, string>> = { tcp: '0A', udp: '07' };
const ANY = /^0+$/;

/** One socket that is bound to a port. */
export interface BoundSocket {
  readonly inode: string;
  /** As /proc/net writes it: hexadecimal, in the order of the machine. */
  readonly address: string;
}

/** Reads the sockets of /proc/net/tcp (tcp6, udp, udp6) that wait on a port. */
export function boundSockets(table: string, protocol: string, port: number): BoundSocket[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap(line => {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
      const [address = '', hexPort = ''] = local.split(':');
      const matches = state === WAITING[protocol] && Number.parseInt(hexPort, 16) === port;
      return matches && inode !== undefined ? [{ inode, address }] : [];
    });
}

/** An IPv4 address as /proc/net writes it on a machine of this byte order. */
const asHex = (ip: string) =>
  ip
    .split('.')
    .reverse()
    .map(part => Number(part).toString(16).padStart(2, '0').toUpperCase())
    .join('');

/** Whether a socket is in the way of one at the wanted address. */
const isInTheWay = ({ address }: BoundSocket, ip: string | undefined): boolean =>
  ip === undefined ||
  !/^\d+(\.\d+){3}$/.test(ip) ||
  ip === '0.0.0.0' ||
  ANY.test(address) ||
  address.endsWith(asHex(ip));

/** The processes that hold sockets with these inodes; of those of other users only root sees any. */
async function processesWith(inodes: ReadonlySet<string>): Promise<PortHolder[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async pid => {
      const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
      for (const one of descriptors) {
        const target = await readlink(`/proc/${pid}/fd/${one}`).catch(() => '');
        const [, inode = ''] = /^socket:\[(\d+)\]$/.exec(target) ?? [];
        if (!inodes.has(inode)) continue;
        const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '?');
        return [{ pid: Number(pid), name: name.trim() }];
      }
      return [];
    }),
  );
  return found.flat();
}

async function onLinux(port: number, protocol: string, ip: string | undefined): Promise<PortHolder[]> {
  const tables = await Promise.all(
    ['', '6'].map(kind => readFile(`/proc/net/${protocol}${kind}`, 'utf8').catch(() => undefined)),
  );
  const read = tables.filter(table => table !== undefined);
  if (read.length === 0)
    throw new ProbeError('observer', 'PORT_UNKNOWN', `/proc/net/${protocol} cannot be read`);
  const sockets = read
    .flatMap(table => boundSockets(table, protocol, port))
    .filter(one => isInTheWay(one, ip));
  if (sockets.length === 0) return [];
  const holders = await processesWith(new Set(sockets.map(({ inode }) => inode)));
  return holders.length > 0 ? holders : [{ name: 'a process of another user' }];
}

/** macOS and BSD: lsof sees processes of this user, and for root all. */
async function withLsof(port: number, protocol: string, signal: AbortSignal): Promise<PortHolder[]> {
  const listening = protocol === 'tcp' ? ['-sTCP:LISTEN'] : [];
  const { stdout, failed, exitCode } = await execa(
    'lsof',
    ['-nP', '-F', 'pc', `-i${protocol.toUpperCase()}:${port}`, ...listening],
    { reject: false, cancelSignal: signal, stdin: 'ignore' },
  );
  // It ends with 1 when nobody listens
  if (failed && exitCode !== 1) throw new ProbeError('observer', 'PORT_UNKNOWN', 'lsof cannot be run');
  return [...stdout.matchAll(/^p(\d+)\nc(.*)$/gm)].map(([, pid, name = '?']) => ({ pid: Number(pid), name }));
}

/**
 * Who listens on a port of this machine.
 * @throws ProbeError PORT_UNKNOWN (observer) where the system does not tell
 */
export function listeners(
  port: number,
  protocol: string,
  ip: string | undefined,
  signal: AbortSignal,
): Promise<PortHolder[]> {
  return process.platform === 'linux' ? onLinux(port, protocol, ip) : withLsof(port, protocol, signal);
}
