import { posix } from 'node:path';
import { placesIn } from '../../matching/places-in.ts';
import type { SourceObservation } from '../../model/observations/source.ts';
import type { Place } from '../../model/verdict.ts';

/** A route of a Flask application, and where it is written. */
export interface FlaskRoute extends Place {
  readonly path: string;
}

const ROUTE = /@(\w+)\.(?:route|get|post|put|patch|delete)\(\s*(["'])(\/[^"']*)\2/g;
const ADDED = /\b(\w+)\.add_url_rule\(\s*(["'])(\/[^"']*)\2/g;
const BLUEPRINT = /(\w+)\s*=\s*Blueprint\(([^)]*)\)/g;
const REGISTERED = /register_blueprint\(\s*(?:\w+\.)?(\w+)\s*,([^)]*)\)/g;
const PREFIX = /url_prefix\s*=\s*(["'])(\/[^"']*)\1/;
/** Flask-SocketIO answers beside the routes. */
const SOCKETIO = /\bSocketIO\((?![^)]*\bpath\s*=)/g;
const IS_FLASK = /\bfrom flask\b|\bimport flask\b/;
const IS_TEST = /(?:^|\/)(?:tests?\/|test_[^/]*$|conftest\.py$)/;

/** Where blueprints are mounted, by the names of their variables. */
function prefixes(texts: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const pattern of [BLUEPRINT, REGISTERED]) {
    for (const [, name = '', rest = ''] of texts.flatMap(text => [...text.matchAll(pattern)])) {
      const prefix = PREFIX.exec(rest)?.[2];
      if (prefix !== undefined) found.set(name, prefix);
    }
  }
  return found;
}

/** The routes that decorators and `add_url_rule` declare, and that of Flask-SocketIO; tests left out. */
export function flaskRoutes({ files }: SourceObservation): FlaskRoute[] {
  const python = files.filter(
    ({ language, path, text }) => language === 'python' && text !== undefined && !IS_TEST.test(path),
  );
  if (!python.some(({ text = '' }) => IS_FLASK.test(text))) return [];
  const mounted = prefixes(python.map(({ text = '' }) => text));
  return python.flatMap(({ path: file, text = '' }) => {
    if (!IS_FLASK.test(text)) return [];
    const place = placesIn(text);
    const declared = [ROUTE, ADDED].flatMap(pattern =>
      [...text.matchAll(pattern)].map(({ index, 1: owner = '', 3: route = '' }) => ({
        file,
        ...place(index),
        path: posix.join('/', mounted.get(owner) ?? '', route),
      })),
    );
    const realtime = text.includes('flask_socketio') ? [...text.matchAll(SOCKETIO)] : [];
    return [...declared, ...realtime.map(({ index }) => ({ file, ...place(index), path: '/socket.io/' }))];
  });
}

/** `/users` of `/users/<id>`; undefined for the root, and where a variable comes first. */
export function firstSegment(path: string): string | undefined {
  const [, first = ''] = path.split('/');
  return first === '' || first.startsWith('<') ? undefined : `/${first}`;
}
