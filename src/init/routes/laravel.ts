import { codeOf, type FindRoutes, joined, routesIn } from './route.ts';

/** What stands in a group may have a prefix before it. */
const GROUP = /(?:->|::)group\s*\(/;
const GET = /\bRoute::get\(\s*(["'])([^"']*)\1/g;

/** Routes of Laravel before the first group; those of routes/api.php answer under /api. */
export const find: FindRoutes = project =>
  codeOf(project, /(?:^|\/)routes\/(?:web|api)\.php$/).flatMap(file => {
    const [before = ''] = file.text.split(GROUP);
    return routesIn({ ...file, text: before }, GET, ([, , path = '']) =>
      joined(file.path.endsWith('api.php') ? 'api' : '', path),
    );
  });
