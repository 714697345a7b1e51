import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { mendProject } from '../src/engine/mend/mend-project.ts';
import { rules } from '../src/engine/rules.generated.ts';
import { projectOf } from '../src/levels/testing.ts';
import { freePort } from '../src/probes/testing.ts';

const { failed } = await execa('nginx', ['-v'], { reject: false });
if (failed) console.warn('nginx is missing: what mends its routes is not run');

const PAGE = '<!doctype html><title>the page</title>';
const lines = (...text: readonly string[]) => `${text.join('\n')}\n`;

/** A page for whatever no location leads to, and a location for one of the three prefixes of the code. */
const SERVER = lines(
  'server {',
  '  listen 80;',
  '  root /usr/share/nginx/html;',
  '  location / {',
  '    try_files $uri /index.html;',
  '  }',
  '  location /users {',
  '    proxy_pass http://users:5000;',
  '    proxy_set_header Host $host;',
  '  }',
  '}',
);
const APP = lines(
  'from flask import Flask',
  'app = Flask(__name__)',
  ...['/users', '/auth/login', '/reports/<int:id>'].flatMap((route, index) => [
    `@app.route("${route}")`,
    `def view_${index}():`,
    '    return {}',
  ]),
);

/** Of its own, or nobody but root could start it. */
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  .map(kind => `${kind}_temp_path logs/${kind};\n`)
  .join('');

/** Serves by nginx as the file says, with `users` and the page here instead of in containers; asks for these paths. */
async function answersOf(conf: string, paths: readonly string[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-routes-'));
  const users = createServer((request, response) => response.end(`users: ${request.url}`));
  users.listen(0, '127.0.0.1');
  const [port, backend] = [await freePort(), (users.address() as { port: number }).port];
  const here = conf
    .replaceAll('http://users:5000', `http://127.0.0.1:${backend}`)
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('/usr/share/nginx/html', folder);
  // Its workers are another account where root runs this
  await chmod(folder, 0o755);
  await mkdir(join(folder, 'logs'));
  await writeFile(join(folder, 'index.html'), PAGE);
  await writeFile(
    join(folder, 'nginx.conf'),
    `daemon off;\npid nginx.pid;\nevents {}\nhttp {\n  access_log off;\n${TEMPORARY}${here}}\n`,
  );
  const nginx = execa('nginx', ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], { reject: false });
  const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  try {
    await expect.poll(() => ask('/').catch(() => ''), { timeout: 10_000 }).toBe(PAGE);
    return await Promise.all(paths.map(ask));
  } finally {
    nginx.kill();
    await nginx;
    users.close();
    await rm(folder, { recursive: true });
  }
}

test.skipIf(failed)(
  'routes that nginx lacks answer with the page before, and themselves when it is mended',
  async () => {
    const paths = ['/auth/login', '/reports/7', '/users', '/somewhere'];
    expect(await answersOf(SERVER, paths)).toEqual([PAGE, PAGE, 'users: /users', PAGE]);

    const observed = await projectOf({
      'nginx/default.conf': SERVER,
      'users/app.py': APP,
      'compose.yaml': 'services:\n  users:\n    build: users\n    expose: [5000]\n',
    });
    const { project } = await mendProject(observed, { rules, declared: {}, isOpen: () => true });
    const mended = project.files.find(({ path }) => path === 'nginx/default.conf')?.text ?? '';
    expect(await answersOf(mended, paths), mended).toEqual([
      'users: /auth/login',
      'users: /reports/7',
      'users: /users',
      PAGE,
    ]);
  },
);
