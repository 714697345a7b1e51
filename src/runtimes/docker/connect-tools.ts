import type { ExecOutcome } from './exec.ts';

/** `unusable`: the tool is there but cannot do this. Otherwise `open`, or why not. */
export type Attempt = 'open' | 'unusable' | (string & {});

/** A program that a container may have, with which a connection can be tried from inside of it. */
export interface ConnectTool {
  readonly name: string;
  command(host: string, port: number, seconds: number): readonly string[];
  read(outcome: ExecOutcome): Attempt;
}

/** Names come last: some programs also complain of a name that they look up for an address. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/refused/i, 'ECONNREFUSED'],
  [/timed? ?out|ETIMEDOUT/i, 'TIMEOUT'],
  [/no route to host|EHOSTUNREACH/i, 'EHOSTUNREACH'],
  [/network is unreachable|ENETUNREACH/i, 'ENETUNREACH'],
  [/reset by peer|ECONNRESET/i, 'ECONNRESET'],
  [
    /not known|name resolution|bad address|unable to resolve|no address associated|unknown host|getaddrinfo|ENOTFOUND|EAI_AGAIN/i,
    'ENOTFOUND',
  ],
];

const reason = (output: string): string | undefined => REASONS.find(([pattern]) => pattern.test(output))?.[1];

/** A variant of the program that lacks an option, or one that crashed. */
const cannot = ({ exitCode, output }: ExecOutcome): boolean =>
  exitCode > 128 || /(?:invalid|unrecognized|unknown) option|usage:|applet not found/i.test(output);

/** For programs whose exit code tells whether the connection opened. */
function byExitCode(outcome: ExecOutcome): Attempt {
  const { exitCode, output } = outcome;
  if (exitCode === 0) return 'open';
  if (exitCode === 124 || exitCode === 143) return 'TIMEOUT';
  if (cannot(outcome)) return 'unusable';
  return reason(output) ?? (/not found|no such file/i.test(output) ? 'unusable' : 'ECONNREFUSED');
}

/** curl goes on to ask what may be no web server; the connection is open once it took time to open it. */
function byCurl({ exitCode, output }: ExecOutcome): Attempt {
  if (/connected after [0.]*[1-9]/.test(output)) return 'open';
  return { 6: 'ENOTFOUND', 7: reason(output) ?? 'ECONNREFUSED', 28: 'TIMEOUT' }[exitCode] ?? 'unusable';
}

/** wget as well; whatever it dislikes that is no reason for a missing connection is an answer. */
function byWget(outcome: ExecOutcome): Attempt {
  if (outcome.exitCode === 0 || /\bconnected\./.test(outcome.output)) return 'open';
  return cannot(outcome) ? 'unusable' : (reason(outcome.output) ?? 'open');
}

const BASH = `limit=
command -v timeout >/dev/null && limit="timeout $3"
exec $limit bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash "$1" "$2"`;

const PYTHON = `import socket, sys
try:
    socket.create_connection((sys.argv[1], int(sys.argv[2])), float(sys.argv[3])).close()
except Exception as error:
    sys.exit(str(error))`;

const NODE = `const [host, port, seconds] = process.argv.slice(1);
const end = (text, code) => { console.log(text); process.exit(code); };
require('node:net').connect(+port, host).on('connect', () => end('', 0))
  .on('error', error => end([error.code, ...(error.errors ?? []).map(one => one.code)].join(' '), 1))
  .setTimeout(seconds * 1000, () => end('ETIMEDOUT', 1));`;

const PERL = `my ($host, $port, $seconds) = @ARGV;
sub end { print "@_\n"; exit 1 }
end('ENOTFOUND') unless defined gethostbyname $host;
IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port, Timeout => $seconds) or end("$@ $!");`;

const curl = (host: string, port: number, seconds: number) => [
  ...['curl', '-sS', '-o', '/dev/null', '-w', 'connected after %{time_connect}'],
  ...['--connect-timeout', `${seconds}`, '--max-time', `${seconds}`, `http://${host}:${port}/`],
];

const wget = (host: string, port: number, seconds: number) => [
  ...['wget', '-t', '1', '-T', `${seconds}`, '-O', '/dev/null', `http://${host}:${port}/`],
];

/** Programs that take host, port and seconds as their last three arguments. */
const script = (name: string, ...start: readonly string[]): ConnectTool => ({
  name,
  command: (host, port, seconds) => [name, ...start, host, `${port}`, `${seconds}`],
  read: byExitCode,
});

/** In the order in which they are tried: the quickest and most telling first. */
export const CONNECT_TOOLS: readonly ConnectTool[] = [
  script('bash', '-c', BASH, 'bash'),
  {
    name: 'nc',
    command: (host, port, seconds) => ['nc', '-v', '-z', '-w', `${seconds}`, host, `${port}`],
    read: byExitCode,
  },
  script('python3', '-c', PYTHON),
  script('node', '-e', NODE),
  script('perl', '-MIO::Socket::INET', '-e', PERL),
  { name: 'curl', command: curl, read: byCurl },
  { name: 'wget', command: wget, read: byWget },
  { name: 'busybox wget', command: (...to) => ['busybox', ...wget(...to)], read: byWget },
];
