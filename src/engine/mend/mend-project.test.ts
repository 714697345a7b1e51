import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Files } from '../../levels/check.ts';
import { MENDS } from '../../levels/mends/mends.ts';
import { projectOf } from '../../levels/testing.ts';
import { rules } from '../rules.generated.ts';
import { mendProject } from './mend-project.ts';

const options = { rules, declared: {}, isOpen: () => true };

async function mend(files: Files, open: (path: string) => boolean = () => true) {
  const { project, mended } = await mendProject(await projectOf(files), { ...options, isOpen: open });
  const texts = Object.fromEntries(project.files.map(({ path, text }) => [path, text]));
  return { texts, project, rules: mended.map(({ rule }) => rule) };
}

const mendable = rules.filter(({ rule }) => MENDS[rule?.id ?? ''] !== undefined);

test('every mend is of a rule that exists', () => {
  const known = rules.map(({ rule }) => rule?.id);
  expect(Object.keys(MENDS).filter(id => !known.includes(id))).toEqual([]);
});

describe.each(mendable.map(({ rule, id }) => [rule?.id ?? '', rule?.bad ?? {}, id] as const))(
  '%s',
  (rule, bad) => {
    test('its bad example is mended, and a second time nothing is left to do', async () => {
      const first = await mend(bad);
      expect(first.rules).toContain(rule);
      const again = await mendProject(first.project, options);
      expect(again.mended).toEqual([]);
      expect(again.project).toBe(first.project);
    });

    test('a file that is not open stays as it is', async () => {
      expect((await mend(bad, () => false)).rules).toEqual([]);
    });
  },
);

const nginx = (...lines: readonly string[]) =>
  `server {\n  listen 80;\n${lines.map(line => `  ${line}\n`).join('')}}\n`;
const FLASK =
  'from flask import Flask\nfrom flask_socketio import SocketIO\n\napp = Flask(__name__)\nsocketio = SocketIO(app)\n';
const ROUTES =
  '@app.route("/users/ping")\ndef ping():\n    return "pong"\n\n\n@app.route("/auth/status")\ndef status():\n    return "ok"\n';

test('routes of the code get a location like their siblings, before the page of the application', async () => {
  const conf = nginx(
    'location /users {',
    '  proxy_set_header Host $host;',
    '  proxy_pass http://users:5000;',
    '}',
    'location / { proxy_pass http://client:3000; }',
  );
  const { texts, rules: done } = await mend({ 'nginx.conf': conf, 'users/app.py': FLASK + ROUTES });
  expect(done.filter(rule => rule === 'N07')).toHaveLength(2);
  expect(texts['nginx.conf']).toMatchInlineSnapshot(`
    "server {
      listen 80;
      location /users {
        proxy_set_header Host $host;
        proxy_pass http://users:5000;
      }
      location /auth {
        proxy_set_header Host $host;
        proxy_pass http://users:5000;
      }

      location /socket.io {
        proxy_http_version 1.1;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection "upgrade";
        proxy_buffering off;
        proxy_read_timeout 1h;
        proxy_set_header Host $host;
        proxy_pass http://users:5000;
      }

      location / { proxy_pass http://client:3000; }
    }
    "
  `);
});

test('where routes lead to two places nobody guesses which it is', async () => {
  const conf = nginx(
    'location /users { proxy_pass http://users:5000; }',
    'location /other { proxy_pass http://other:5000; }',
    'location / { proxy_pass http://client:3000; }',
  );
  const other = '@app.route("/other")\ndef other():\n    return "ok"\n';
  const { texts } = await mend({ 'nginx.conf': conf, 'users/app.py': FLASK + ROUTES + other });
  expect(texts['nginx.conf']).toBe(conf);
});

const FACTORY =
  'from flask import Flask\nfrom flask_socketio import SocketIO\n\n\ndef create_app():\n    app = Flask(__name__)\n    return app, SocketIO(app)\n';

test('the line that gives a tuple to FlaskGroup is commented out, and a function returns the app alone', async () => {
  const manage = [
    'from flask.cli import FlaskGroup',
    'from project import create_app',
    '',
    'cli = FlaskGroup(create_app=create_app)  # all commands',
    '',
    'if __name__ == "__main__":',
    '    cli()',
    '',
  ].join('\n');
  const { texts } = await mend({ 'users/project.py': FACTORY, 'users/manage.py': manage });
  expect(texts['users/manage.py']).toMatchInlineSnapshot(`
    "from flask.cli import FlaskGroup
    from project import create_app


    # create_app() returns (app, _), and FlaskGroup wants the app alone
    # cli = FlaskGroup(create_app=create_app)
    def create_cli_app():
        return create_app()[0]


    cli = FlaskGroup(create_app=create_cli_app)  # all commands

    if __name__ == "__main__":
        cli()
    "
  `);
});

test.each([
  ['what else was unpacked is used', 'return app', 'app, live = create_app()\nlive.run(app)\n'],
  ['an app here and a tuple there', 'if x: return app\n    return app, x', 'app = create_app()\napp.run()\n'],
  ['other names than there are', 'return app, x', 'app, live, db = create_app()\n'],
])('%s: only told, for a person to decide', async (_, end, caller) => {
  const factory = `from flask import Flask\n\n\ndef create_app(x=None):\n    app = Flask(__name__)\n    ${end}\n`;
  const manage = `from project import create_app\n\n${caller}`;
  const { texts, rules: done } = await mend({ 'project.py': factory, 'manage.py': manage });
  expect([texts['manage.py'], done]).toEqual([manage, []]);
});

test('lines that are added end as the others do', async () => {
  const compose = 'services:\r\n  web:\r\n    image: nginx:1.29\r\n';
  const { texts } = await mend({ 'compose.yaml': compose });
  expect(texts['compose.yaml']).toBe(
    'services:\r\n  web:\r\n    restart: unless-stopped\r\n    image: nginx:1.29\r\n',
  );
});

test('whatever stands around it, other bytes are unchanged, and twice is once', async () => {
  const comment = fc.stringMatching(/^[a-z #']{0,20}$/).map(text => `# ${text}\n`);
  const blanks = fc.constantFrom('', '\n', '\n\n');
  const service = fc.record({
    indent: fc.constantFrom(2, 4),
    restart: fc.constantFrom(
      '',
      'restart: allways',
      'restart: "sometimes" # ours',
      'restart: unless-stopped',
    ),
    logging: fc.constantFrom('', 'logging: { driver: none }', "logging: { driver: 'none' }"),
    before: comment,
    after: blanks,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(service, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      async (services, version) => {
        const lines = services.flatMap(({ indent, restart, logging, before, after }, nth) => {
          const keys = ['image: nginx:1.29', restart, logging].filter(line => line !== '');
          return [`${before}  s${nth}:\n`, ...keys.map(line => `${' '.repeat(2 + indent)}${line}\n`), after];
        });
        const text = `${version ? 'version: "3"\n' : ''}services:\n${lines.join('')}`;
        const { texts, project } = await mend({ 'compose.yaml': text });
        const mended = texts['compose.yaml'] ?? '';
        const kept = (whole: string) =>
          whole.split('\n').filter(line => !/restart:|driver:|^version:/.test(line));
        expect(kept(mended)).toEqual(kept(text));
        expect((await mendProject(project, options)).mended).toEqual([]);
        expect(mended).not.toMatch(/allways|"sometimes"|driver: '?none|^version:/);
      },
    ),
    { numRuns: 100 },
  );
});

test.each([
  ['COLOUR=a#b\n', "COLOUR='a#b'\n"],
  ['A=1\nexport COLOUR = a#b c  # note\r\nB=2\n', "A=1\nexport COLOUR = 'a#b c'  # note\r\nB=2\n"],
  // What a person has to decide: which of two readings is meant
  ['COLOUR=a#$b\n', 'COLOUR=a#$b\n'],
  ["COLOUR=a#'b\n", "COLOUR=a#'b\n"],
])('%j is quoted as compose reads it', async (text, expected) => {
  expect((await mend({ '.env.example': text })).texts['.env.example']).toBe(expected);
});

const BUILD = 'FROM debian:12\nCOPY . /app\nUSER app\n';

test('a .dockerignore is made where the image is built from, of one that is there nothing is said', async () => {
  const compose = 'services:\n  web:\n    build: { context: web, dockerfile: docker/Dockerfile }\n';
  const { texts } = await mend({ 'compose.yaml': compose, 'web/docker/Dockerfile': BUILD });
  expect(texts['web/.dockerignore']).toBe('.env*\n!.env.example\n.git\n');
  const there = await mend({ 'web/Dockerfile': BUILD }, path => !path.endsWith('.dockerignore'));
  expect(there.rules).toEqual([]);
  const git = await mend({ Dockerfile: BUILD.replace('USER', 'RUN git describe\nUSER') });
  expect(git.texts['.dockerignore']).toBe('.env*\n!.env.example\n');
});

test('an image that two services build from two folders is for a person', async () => {
  const build = (name: string, context: string) =>
    `  ${name}: { build: { context: ${context}, dockerfile: ../web/Dockerfile } }\n`;
  const compose = `services:\n${build('a', 'one')}${build('b', 'two')}`;
  const files = { 'compose.yaml': compose, 'web/Dockerfile': BUILD };
  expect((await mend(files)).rules).not.toContain('D04');
  const { rules: done } = await mend({ ...files, 'compose.yaml': `services:\n${build('a', 'one')}` });
  expect(done).toContain('D04');
});
