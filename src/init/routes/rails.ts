import { codeOf, type FindRoutes, joined, routesIn } from './route.ts';

const GET = /^[ \t]*get\s*\(?\s*(["'])([^"']+)\1/gm;
const ROOT = /^[ \t]*root\b/gm;

/** A block that changes the paths in it, up to the `end` that stands where it begins. */
const BLOCK =
  /^([ \t]*)(?:namespace|scope|resources?|constraints|concern)\b.*\bdo\b[^\n]*\n(?:[^\n]*\n)*?\1end\b/gm;

/** Blanked, so that what is left keeps its line. */
const withoutBlocks = (text: string): string => text.replace(BLOCK, block => block.replace(/[^\n]/g, ' '));

/** Routes of Rails (config/routes.rb) and Sinatra, those that stand in no block that changes their path. */
export const find: FindRoutes = project =>
  codeOf(project, /\.rb$/).flatMap(file => {
    if (!/(?:^|\/)config\/routes\.rb$/.test(file.path) && !/\brequire ["']sinatra/.test(file.text)) return [];
    const bare = { ...file, text: withoutBlocks(file.text) };
    return [...routesIn(bare, GET, ([, , path = '']) => joined(path)), ...routesIn(bare, ROOT, () => '/')];
  });
