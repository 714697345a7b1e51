import { flaskRoutes } from '../../levels/flask/routes.ts';
import type { FindRoutes } from './route.ts';

/** What stands between the decorator of a route and its function. */
const METHODS = /methods\s*=\s*[[(]([^\])]*)/;

/** Routes of Flask that answer GET. */
export const find: FindRoutes = project =>
  flaskRoutes(project).filter(({ file, line, path }) => {
    const lines = project.files.find(one => one.path === file)?.text?.split('\n') ?? [];
    const declaration =
      lines
        .slice(line - 1, line + 4)
        .join('\n')
        .split(/\n\s*def /)[0] ?? '';
    const methods = METHODS.exec(declaration)?.[1];
    const other = /\.(?:post|put|patch|delete)\(/.test(declaration);
    return path !== '/socket.io/' && !other && (methods === undefined || /["']GET["']/i.test(methods));
  });
