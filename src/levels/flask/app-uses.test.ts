import { expect, test } from 'vitest';
import { projectOf } from '../testing.ts';
import { appUses } from './app-uses.ts';

const factory = (...end: readonly string[]) =>
  [
    'from flask import Flask',
    '',
    'def create_app(x=None):',
    '    app = Flask(__name__)',
    '    live = object()',
    ...end.map(line => `    ${line}`),
    '',
  ].join('\n');
const TUPLE = factory('return app, live');

async function uses(project: string, caller: string): Promise<string[]> {
  const text = `from flask.cli import FlaskGroup\nfrom project import create_app\n${caller}\n`;
  const found = appUses(await projectOf({ 'app/project/__init__.py': project, 'app/manage.py': text }));
  return found.map(({ kind }) => kind);
}

test.each([
  ['app = create_app()[0]'],
  ['app, live = create_app()'],
  ['(app, live) = create_app()'],
  ['app, *rest = create_app()'],
  ['both = create_app()\napp = both[0]'],
  ['both = create_app()\napp, live = both'],
  ['app = create_app()\nif isinstance(app, tuple):\n    app = app[0]'],
  ['def build():\n    return create_app()\n\napp, live = build()'],
  ['cli = FlaskGroup(create_app=lambda: create_app()[0])'],
  ['def test_it(create_app):\n    create_app().test_client()'],
  ['run(create_app())'],
  ['def own():\n    app, live = create_app()\n    return app\n\ncli = FlaskGroup(create_app=own)'],
  ['app, live = create_app()\n# app = create_app()\napp.run()'],
  ['# cli = FlaskGroup(create_app=create_app)\nprint("no commands any more")'],
])('%s is what a tuple is for', async caller => {
  expect(await uses(TUPLE, caller)).toEqual([]);
});

test.each([
  ['cli = FlaskGroup(create_app=create_app)', 'given'],
  ['def build():\n    return create_app()\n\ncli = FlaskGroup(create_app=build)', 'given'],
  ['create_app().run()', 'attribute'],
  ['application = create_app()', 'name'],
  ['def main():\n    service = create_app()\n    service.run()', 'name'],
  ['app, live, db = create_app()', 'unpacked'],
  ['live, app = create_app()', 'order'],
  ['# app = create_app()\napp.run()', 'commented'],
])('%s is none', async (caller, kind) => {
  expect(await uses(TUPLE, caller)).toEqual([kind]);
});

test.each([
  ['what nobody knows', factory('return wrap(app), live')],
  ['one of them nothing', factory('if x: return None', 'return app, live')],
  ['a decorator', TUPLE.replace('def ', '@cached\ndef ')],
  ['a coroutine', TUPLE.replace('def ', 'async def ')],
  ['no application', TUPLE.replaceAll('Flask(__name__)', 'open(x)')],
  ['both, which is told at the factory', factory('if x: return app', 'return app, live')],
])('of a factory that returns %s nothing is said', async (_, project) => {
  expect(await uses(project, 'cli = FlaskGroup(create_app=create_app)')).toEqual([]);
});

test('an application alone is right as it is', async () => {
  const caller = 'app = create_app()\ncli = FlaskGroup(create_app=create_app)\ncreate_app().run()';
  expect(await uses(factory('return app'), caller)).toEqual([]);
});
