import type { Place, Spot } from '../../model/verdict.ts';
import { factoryFinder, type Made } from '../flask/app-factories.ts';
import type { AppUse } from '../flask/app-use.ts';
import { appUses } from '../flask/app-uses.ts';
import type { PythonModule } from '../python-module.ts';
import { ruleCheck } from '../rule.ts';

const FACTORY = [
  'from flask import Flask',
  'from flask_socketio import SocketIO',
  '',
  '',
  'def create_app():',
  '    app = Flask(__name__)',
  '    socketio = SocketIO(app)',
  '    return app, socketio',
  '',
].join('\n');

const MANAGE = (...lines: readonly string[]) =>
  ['from flask.cli import FlaskGroup', '', 'from project import create_app', '', ...lines, ''].join('\n');

const described = (made: Made) =>
  made.kind === 'tuple' ? `the tuple (${made.names.join(', ')})` : 'the app alone';

function messageOf({ kind, called, factory: { made }, node, module, lost }: AppUse): string {
  const what = described(made);
  switch (kind) {
    case 'given':
      return `FlaskGroup gets ${called}, which returns ${what}`;
    case 'attribute':
      return `${called}() is used as an app, and returns ${what}`;
    case 'name':
      return `${module.textOf(node)} is used as an app, and ${called}() returns ${what}`;
    case 'unpacked':
      return `what ${called}() returns is unpacked into other names than it has, as it returns ${what}`;
    case 'order':
      return `what ${called}() returns is unpacked in another order: it returns ${what}`;
    case 'item':
      return `an item is taken of what ${called}() returns, which is ${what}`;
    case 'commented':
      return `${lost?.name} is used, and the line that makes it is commented out`;
  }
}

const placeOf = ({ path, place }: PythonModule, start: number): Place => ({ file: path, ...place(start) });

/** `manage.py` and whatever else calls the factory of a Flask application know what it returns. */
export const check = ruleCheck('source', {
  id: 'S15',
  name: 'app-factory',
  severity: 'high',
  title: 'What a Flask factory returns is used as what it is',
  why: 'A factory that returns (app, socketio) is no app: every command of manage.py fails, and the container does not start.',
  source: 'Flask documentation: Custom Scripts, Application Factories',
  problem: 'A tuple is taken for an app, or an app for a tuple',
  cause: 'The factory began to return (app, socketio), or ceased to, and one of its callers was forgotten.',
  fix: 'Unpack it (`app, socketio = create_app()`), and give FlaskGroup a function that returns the app alone.',
  reads: ['python'],
  bad: {
    'project/__init__.py': FACTORY,
    'manage.py': MANAGE('cli = FlaskGroup(create_app=create_app)'),
  },
  good: {
    'project/__init__.py': FACTORY,
    'manage.py': MANAGE('app, socketio = create_app()', 'cli = FlaskGroup(create_app=lambda: app)'),
  },
  *find(project): Generator<Spot> {
    for (const use of appUses(project)) {
      const { module, node, factory } = use;
      yield {
        ...placeOf(module, node.start),
        message: messageOf(use),
        related: placeOf(factory.module, factory.node.start),
      };
    }
    const { modules, find } = factoryFinder(project);
    for (const module of modules) {
      for (const name of module.names.keys()) {
        const factory = find(name, module);
        if (factory?.module !== module || factory.made.kind !== 'mixed') continue;
        const { first, other } = factory.made;
        const { line } = module.place(first.start);
        yield {
          ...placeOf(module, other.start),
          message: `${name} returns something else here than in line ${line}: an app, or a tuple`,
        };
      }
    }
  },
});
