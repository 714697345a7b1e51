import { codeOf, type FindRoutes, joined, routesIn } from './route.ts';

const PATH = /\bpath\(\s*(["'])([^"']*)\1\s*,\s*([\w.]+)?/g;
const INCLUDE = /\bpath\(\s*(["'])([^"']*)\1\s*,\s*include\(\s*\(?\s*(["'])([\w.]+)\3/g;
const IS_DJANGO = /\bfrom django\.urls\b|\burlpatterns\b/;

/** Routes of Django: `path()` of each urls.py, with what it is included under. */
export const find: FindRoutes = project => {
  const files = codeOf(project, /\.py$/).filter(({ text }) => IS_DJANGO.test(text));
  const included = files.flatMap(({ text }) => [...text.matchAll(INCLUDE)]);
  const prefixOf = (file: string) =>
    included.find(([, , , , module = '']) => file.endsWith(`${module.replaceAll('.', '/')}.py`))?.[2] ?? '';
  return files.flatMap(file =>
    routesIn(file, PATH, ([, , path = '', view = '']) =>
      view === 'include' || view.startsWith('admin.') ? undefined : joined(prefixOf(file.path), path),
    ),
  );
};
