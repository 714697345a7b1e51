import { expect, test } from 'vitest';
import { causes } from './causes.generated.ts';
import { diagnose } from './diagnose.ts';

const symptom = (lines: readonly string[], message = 'has ended with exit code 1') => ({
  check: 'containers.running',
  code: 'EXIT_ERROR',
  message,
  service: 'users',
  logs: lines.map(text => ({ service: 'users', text })),
});
const named = (...lines: string[]) => diagnose(symptom(lines), causes).map(({ id }) => id)[0];

test.each([
  ['missing-module', "ModuleNotFoundError: No module named 'flask_cors'"],
  ['missing-module', "Error: Cannot find module '/app/server.js'"],
  ['missing-module', "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'express' imported from /app/a.js"],
  ['tuple-for-app', "AttributeError: 'tuple' object has no attribute 'debug'"],
  ['tuple-for-app', 'TypeError: cannot unpack non-iterable Flask object'],
  ['syntax-error', 'SyntaxError: invalid syntax'],
  ['syntax-error', "IndentationError: expected an indented block after 'if' statement on line 3"],
  ['port-taken', 'Error: listen EADDRINUSE: address already in use :::5000'],
  ['port-taken', 'nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)'],
  ['port-taken', "[ERROR] Connection in use: ('0.0.0.0', 5000): [Errno 98] Address already in use"],
  [
    'database-unreachable',
    'psycopg2.OperationalError: connection to server at "users-db" (172.18.0.2), port 5432 failed: Connection refused',
  ],
  ['database-unreachable', 'Error: connect ECONNREFUSED 172.18.0.2:5432'],
  ['name-unknown', 'nginx: [emerg] host not found in upstream "users" in /etc/nginx/conf.d/default.conf:3'],
  ['name-unknown', 'could not translate host name "users-db" to address: Name or service not known'],
  ['name-unknown', 'Error: getaddrinfo ENOTFOUND users-db'],
  ['wrong-credentials', 'FATAL:  password authentication failed for user "app"'],
  ['database-missing', 'FATAL:  database "users_dev" does not exist'],
  ['schema-behind', 'psycopg2.errors.UndefinedTable: relation "users" does not exist'],
  ['schema-behind', 'ERROR:  column users.active does not exist at character 8'],
  ['missing-variable', "KeyError: 'DATABASE_URL'"],
  ['missing-variable', 'Error: SECRET_KEY must be set'],
  ['missing-variable', 'Error: Database is uninitialized and superuser password is not specified.'],
  ['permission-denied', "PermissionError: [Errno 13] Permission denied: '/data/app.log'"],
  ['permission-denied', "Error: EACCES: permission denied, open '/data/app.log'"],
  ['missing-file', "FileNotFoundError: [Errno 2] No such file or directory: '/app/config.yml'"],
  ['missing-file', "python3: can't open file '/app/manage.py': [Errno 2] No such file or directory"],
  [
    'missing-file',
    '[error] 7#7: *4 rewrite or internal redirection cycle while internally redirecting to "/index.html", client: 172.24.0.1',
  ],
  [
    'mounted-folder',
    'could not be started: error mounting "/app/nope.conf" to rootfs at "/etc/nginx/nginx.conf": mount /app/nope.conf:/etc/nginx/nginx.conf, flags: 0x5001: not a directory: unknown: Are you trying to mount a directory onto a file (or vice-versa)?',
  ],
  ['disk-full', 'OSError: [Errno 28] No space left on device'],
  ['out-of-memory', 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
  ['out-of-memory', '[ERROR] Worker (pid:9) was sent SIGKILL! Perhaps out of memory?'],
  ['wrong-architecture', 'exec /usr/local/bin/docker-entrypoint.sh: exec format error'],
  [
    'data-of-another-version',
    'DETAIL:  The data directory was initialized by PostgreSQL version 15, which is not compatible with this version 17.5.',
  ],
  ['bad-nginx-configuration', 'nginx: [emerg] unknown directive "proxy_pas" in /etc/nginx/nginx.conf:12'],
  [
    'upstream-refuses',
    '[error] 29#29: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 1.2.3.4, upstream: "http://172.18.0.3:5000/users"',
  ],
  ['uncaught-error', "jinja2.exceptions.UndefinedError: 'user' is undefined"],
  ['uncaught-error', 'panic: runtime error: index out of range [3]'],
])('%s: %s', (id, line) => {
  expect(named('INFO starting', line, 'INFO ending')).toBe(id);
});

test.each([
  '127.0.0.1 - - [24/Nov/2026 15:00:00] "GET /users HTTP/1.1" 200 -',
  'LOG:  database system is ready to accept connections',
  'LOG:  received fast shutdown request',
  'INFO  no errors found, permission granted',
  '[notice] 1#1: signal 15 (SIGTERM) received, exiting',
  'Error rate: 0',
])('nothing is made of: %s', line => {
  expect(named(line)).toBeUndefined();
});

test('what the engine says is evidence too', () => {
  const message = 'could not be started: Bind for 0.0.0.0:8080 failed: port is already allocated';
  expect(diagnose(symptom([], message), causes)[0]).toMatchObject({
    id: 'port-taken',
    cause: 'Another process has port 8080 already.',
    because: [message],
  });
});

test.each([
  ['users', 'users (http://172.18.0.3:5000/users)', 'read the log of users'],
  [
    'nobody',
    'http://172.18.0.3:5000/users, an address that no service of the stack has now',
    'nginx -s reload in',
  ],
])('an upstream is named by the service that has its address now: %s', (name, told, advice) => {
  const line =
    '[error] 29#29: *1 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 1.2.3.4, upstream: "http://172.18.0.3:5000/users"';
  const servicesByAddress = new Map([[name === 'users' ? '172.18.0.3' : '172.18.0.9', name]]);
  const [found] = diagnose({ ...symptom([line]), servicesByAddress }, causes);
  expect(found?.cause).toContain(told);
  expect(found?.fix?.text).toContain(advice);
});

test('the cause comes before what happened, and of two causes the later', () => {
  expect(
    diagnose(
      symptom([
        'Error: connect ECONNREFUSED 172.18.0.2:5432',
        "KeyError: 'DATABASE_URL'",
        'RuntimeError: the server gives up',
      ]),
      causes,
    ).map(({ id }) => id),
  ).toEqual(['missing-variable', 'database-unreachable', 'uncaught-error']);
});

test('a line without end is cut, not searched', () => {
  expect(named(`${'('.repeat(500_000)}`)).toBeUndefined();
});

test.each([
  'is unhealthy; its health check says: /bin/sh: 1: curl: not found',
  'is unhealthy; its health check says: sh: wget: not found',
  'is unhealthy; its health check says: OCI runtime exec failed: exec failed: unable to start container process: exec: "curl": executable file not found in $PATH: unknown',
])('a health check whose program is not there: %s', message => {
  const healthy = { ...symptom(['listening'], message), check: 'containers.healthy', code: 'UNHEALTHY' };
  const [first] = diagnose(healthy, causes);
  expect(first?.id).toBe('health-check-program');
  expect(first?.fix?.text).toMatch(/install (curl|wget) in the image/);
});
