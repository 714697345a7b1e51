import { expect, test } from 'vitest';
import { type Attempt, CONNECT_TOOLS } from './connect-tools.ts';

const BUSYBOX_HELP =
  "nc: invalid option -- 'v'\nUsage: nc [-iN] [-wN] HOST PORT\n\t-w SEC\tConnect timeout\n\t-f FILE\tUse file";

test.each<[string, number, string, Attempt]>([
  ['bash', 0, '', 'open'],
  [
    'bash',
    1,
    'bash: connect: Connection refused\nbash: line 1: /dev/tcp/web/81: Connection refused',
    'ECONNREFUSED',
  ],
  [
    'bash',
    1,
    'bash: line 1: nosuch: Name or service not known\nbash: line 1: /dev/tcp/nosuch/80: Invalid argument',
    'ENOTFOUND',
  ],
  ['bash', 1, 'bash: nosuch: Temporary failure in name resolution', 'ENOTFOUND'],
  ['bash', 1, 'bash: connect: No route to host', 'EHOSTUNREACH'],
  ['bash', 1, 'bash: /dev/tcp/web/80: No such file or directory', 'unusable'],
  ['bash', 124, '', 'TIMEOUT'],
  ['nc', 0, 'Connection to web (172.27.0.2) 8080 port [tcp/*] succeeded!', 'open'],
  ['nc', 1, 'nc: connect to web (172.27.0.2) port 81 (tcp) failed: Connection refused', 'ECONNREFUSED'],
  ['nc', 1, 'nc: getaddrinfo for host "nosuch" port 80: Name or service not known', 'ENOTFOUND'],
  ['nc', 1, 'nosuch: forward host lookup failed: Unknown host', 'ENOTFOUND'],
  [
    'nc',
    1,
    '192.0.2.1: inverse host lookup failed: Unknown host\n(UNKNOWN) [192.0.2.1] 9 (?) : Connection refused',
    'ECONNREFUSED',
  ],
  ['nc', 1, 'nc: connect to web port 81 (tcp) timed out: Operation now in progress', 'TIMEOUT'],
  ['nc', 1, "nc: bad address 'nosuch'", 'ENOTFOUND'],
  ['nc', 1, BUSYBOX_HELP, 'unusable'],
  ['nc', 1, '', 'ECONNREFUSED'],
  ['python3', 1, '[Errno 111] Connection refused', 'ECONNREFUSED'],
  ['python3', 1, '[Errno -2] Name or service not known', 'ENOTFOUND'],
  ['python3', 1, 'timed out', 'TIMEOUT'],
  ['node', 1, 'ENOTFOUND', 'ENOTFOUND'],
  ['node', 1, 'ECONNREFUSED', 'ECONNREFUSED'],
  ['perl', 1, 'IO::Socket::INET: connect: Connection refused Connection refused', 'ECONNREFUSED'],
  ['perl', 1, 'ENOTFOUND', 'ENOTFOUND'],
  ['perl', 139, '', 'unusable'],
  ['curl', 0, 'connected after 0.002478', 'open'],
  ['curl', 28, 'curl: (28) Operation timed out with 0 bytes received\nconnected after 0.000210', 'open'],
  [
    'curl',
    28,
    'curl: (28) Connection timed out after 3001 milliseconds\nconnected after 0.000000',
    'TIMEOUT',
  ],
  [
    'curl',
    7,
    "curl: (7) Failed to connect to web port 81 after 4 ms: Couldn't connect to server\nconnected after 0.000000",
    'ECONNREFUSED',
  ],
  ['curl', 6, 'curl: (6) Could not resolve host: nosuch\nconnected after 0.000000', 'ENOTFOUND'],
  ['wget', 8, 'Connecting to web (web)|172.27.0.2|:8080... connected.\nERROR 404: Not Found.', 'open'],
  ['wget', 4, 'Connecting to web (web)|172.27.0.2|:81... failed: Connection refused.', 'ECONNREFUSED'],
  ['wget', 4, "wget: unable to resolve host address 'nosuch'", 'ENOTFOUND'],
  ['busybox wget', 1, "wget: bad address 'nosuch'", 'ENOTFOUND'],
  ['busybox wget', 1, "wget: can't connect to remote host (172.27.0.2): Connection refused", 'ECONNREFUSED'],
  ['busybox wget', 1, 'wget: server returned error: HTTP/1.1 404 Not Found', 'open'],
  ['busybox wget', 1, "wget: unrecognized option '-t'", 'unusable'],
  ['busybox wget', 139, '', 'unusable'],
])('%s, exit code %i, %j: %s', (name, exitCode, output, attempt) => {
  expect(CONNECT_TOOLS.find(tool => tool.name === name)?.read({ exitCode, output })).toBe(attempt);
});
