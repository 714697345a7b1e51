import { codeOf, type FindRoutes, joined, routesIn } from './route.ts';

const GET = /\bRoute::get\(\s*(["'])([^"']*)\1/g;

/** Routes of Laravel; those of routes/api.php answer under /api. */
export const find: FindRoutes = project =>
  codeOf(project, /(?:^|\/)routes\/(?:web|api)\.php$/).flatMap(file =>
    routesIn(file, GET, ([, , path = '']) => joined(file.path.endsWith('api.php') ? 'api' : '', path)),
  );
