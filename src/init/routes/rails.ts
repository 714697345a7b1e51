import { codeOf, type FindRoutes, joined, routesIn } from './route.ts';

const GET = /^[ \t]*get\s*\(?\s*(["'])([^"']+)\1/gm;
const ROOT = /^[ \t]*root\b/gm;

/** Routes of Rails (config/routes.rb) and Sinatra, those that stand in no block that changes their path. */
export const find: FindRoutes = project =>
  codeOf(project, /\.rb$/).flatMap(file => {
    if (!/(?:^|\/)config\/routes\.rb$/.test(file.path) && !/\brequire ["']sinatra/.test(file.text)) return [];
    if (/^[ \t]*(?:namespace|scope)\b/m.test(file.text)) return [];
    return [...routesIn(file, GET, ([, , path = '']) => joined(path)), ...routesIn(file, ROOT, () => '/')];
  });
