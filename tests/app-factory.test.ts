import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { mendProject } from '../src/engine/mend/mend-project.ts';
import { rules } from '../src/engine/rules.generated.ts';
import { projectOf } from '../src/levels/testing.ts';
import { ROOT } from './support/deployment.ts';
import { LONG } from './support/long-test.ts';

const { failed } = await execa('python3', ['-c', 'import flask'], { reject: false });
if (failed) console.warn('python3 with flask is missing: what mends manage.py is not run');

const lines = (...text: readonly string[]) => `${text.join('\n')}\n`;

/** Stands for SocketIO: what the factory returns beside the app. */
const factory = (...end: readonly string[]) =>
  lines(
    'from flask import Flask',
    '',
    '',
    'class Live:',
    '    def __init__(self, app):',
    '        self.app = app',
    '',
    '',
    'def create_app(settings=None):',
    '    app = Flask(__name__)',
    '    live = Live(app)',
    ...end.map(line => `    ${line}`),
  );
const TUPLE = factory('return app, live');
const REVERSE = factory('return (live, app)');
const ALONE = factory('return app');

const COMMAND = [
  '',
  '@cli.command("ping")',
  'def ping():',
  '    print("pong")',
  '',
  '',
  'if __name__ == "__main__":',
  '    cli()',
];
const manage = (...text: readonly string[]) =>
  lines(
    'from flask.cli import FlaskGroup',
    '',
    'from project import create_app',
    '',
    ...text,
    '',
    ...COMMAND,
  );

/** What manage.py says, and what its factory returns. */
const FORMS: Readonly<Record<string, [project: string, manage: string]>> = {
  'the factory given to FlaskGroup': [TUPLE, manage('cli = FlaskGroup(create_app=create_app)')],
  'the app unpacked, and the factory given all the same': [
    TUPLE,
    manage('app, live = create_app()', 'cli = FlaskGroup(create_app=create_app)'),
  ],
  'a line that was commented out': [
    TUPLE,
    manage('app, live = create_app()', '# cli = FlaskGroup(create_app=create_app)'),
  ],
  'an app that is a tuple, in a lambda': [
    TUPLE,
    manage('app = create_app()', 'cli = FlaskGroup(create_app=lambda: app)'),
  ],
  'a call in a lambda': [TUPLE, manage('cli = FlaskGroup(create_app=lambda: create_app("x"))')],
  'the app is not the first': [
    REVERSE,
    manage('cli = FlaskGroup(', '    add_default_commands=True,', '    create_app=create_app,', ')'),
  ],
  'unpacked in another order': [
    REVERSE,
    manage('app, live = create_app()', 'cli = FlaskGroup(create_app=lambda: app)'),
  ],
  'an attribute of what is a tuple': [
    TUPLE,
    manage(
      'create_app().config.update(TESTING=True)',
      'cli = FlaskGroup(create_app=lambda: create_app()[0])',
    ),
  ],
  'an app unpacked that is no tuple': [
    ALONE,
    manage('app, live = create_app()', 'cli = FlaskGroup(create_app=lambda: app)'),
  ],
  'an item of an app': [ALONE, manage('cli = FlaskGroup(create_app=lambda: create_app()[0])')],
  'another name, from another module': [
    lines('from .factory import create_app as make_app'),
    lines(
      'from flask.cli import FlaskGroup',
      'import project',
      'cli = FlaskGroup(create_app=project.make_app)',
      ...COMMAND,
    ),
  ],
  'the app commented out': [
    TUPLE,
    manage('# app = create_app()', 'cli = FlaskGroup(create_app=lambda: app)'),
  ],
};

/** Runs `python manage.py ping` on these files. */
async function ping(files: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-factory-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    // One whose load of the application fails prints why, and goes on to say that there is no such command.
    const { all, failed: red } = await execa('python3', ['-B', 'manage.py', 'routes'], {
      cwd: folder,
      all: true,
      reject: false,
    });
    const own = await execa('python3', ['-B', 'manage.py', 'ping'], {
      cwd: folder,
      all: true,
      reject: false,
    });
    return {
      works: !red && !own.failed && own.all.includes('pong') && !all.includes('Traceback'),
      said: `${all}\n${own.all}`,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Each start of Flask takes half a second. */
const SOME = 3;

test.skipIf(failed).each(Object.entries(FORMS).slice(0, LONG ? undefined : SOME))(
  '%s: the commands fail before, and run when it is mended',
  async (_, [project, manageText]) => {
    const files = {
      'users/project/__init__.py': project,
      'users/project/factory.py': TUPLE,
      'users/manage.py': manageText,
    };
    const inside = (all: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(all).map(([path, text]) => [path.replace('users/', ''), text]));
    expect((await ping(inside(files))).works).toBe(false);

    const observed = await projectOf(files);
    const { project: after, mended } = await mendProject(observed, {
      rules,
      declared: {},
      isOpen: () => true,
    });
    expect(mended.map(({ rule }) => rule)).toContain('S15');
    const texts = Object.fromEntries(after.files.map(({ path, text = '' }) => [path, text]));
    const { works, said } = await ping(inside(texts));
    expect(works, `${texts['users/manage.py']}\n${said}`).toBe(true);
  },
);

const USERS = join(ROOT, 'fixtures/testdriven-app/services/users');
const IMAGE = 'failsafe-test-app-factory';
const hasDocker = LONG && !(await execa('docker', ['info'], { reject: false })).failed;

test.skipIf(!hasDocker)('the reference application in its own image', async () => {
  await execa('docker', ['build', '-q', '-t', IMAGE, USERS]);
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-factory-'));
  try {
    const good = await readFile(join(USERS, 'manage.py'), 'utf8');
    const bad = good.replace('app, socketio = create_app()\n', '').replace('lambda: app', 'create_app');
    const run = async (text: string) => {
      await writeFile(join(folder, 'manage.py'), text, { mode: 0o644 });
      const mount = ['-v', `${join(folder, 'manage.py')}:/usr/src/app/manage.py:ro`];
      const variables = ['-e', 'SECRET_KEY=x', '-e', 'DATABASE_URL=postgresql://nobody@127.0.0.1:9/none'];
      const command = ['--entrypoint', 'python', IMAGE, 'manage.py', 'routes'];
      const all = ['run', '--rm', '--network', 'none', ...mount, ...variables, ...command];
      const { all: said } = await execa('docker', all, { all: true, reject: false });
      return /\/users\/ping/.test(said);
    };
    expect([await run(good), await run(bad)]).toEqual([true, false]);

    const observed = await projectOf({
      'manage.py': bad,
      'project/__init__.py': await readFile(join(USERS, 'project/__init__.py'), 'utf8'),
    });
    const { project } = await mendProject(observed, { rules, declared: {}, isOpen: () => true });
    const mended = project.files.find(({ path }) => path === 'manage.py')?.text ?? '';
    expect(mended).toContain('# cli = FlaskGroup(create_app=create_app)');
    expect(await run(mended), mended).toBe(true);
  } finally {
    await rm(folder, { recursive: true });
    await execa('docker', ['image', 'rm', '-f', IMAGE], { reject: false });
  }
});
