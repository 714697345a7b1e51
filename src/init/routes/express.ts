import { dirname, join } from 'node:path/posix';
import { codeOf, type FindRoutes, joined, routesIn } from './route.ts';

const GET = /\b(?!axios\b|request\b|http\b|agent\b|client\b)(\w+)\.get\(\s*(["'`])(\/[^"'`]*)\2\s*,/g;
const USED = /\.use\(\s*(["'`])(\/[^"'`]*)\1\s*,\s*(?:require\(\s*["']([^"']+)["']\s*\)|(\w+))/g;
const IMPORTED =
  /(?:import\s+(?:(\w+)|\{([^}]*)\})\s*from|(?:const|let|var)\s+(?:(\w+)|\{([^}]*)\})\s*=\s*require\()\s*["']([^"']+)["']/g;
const IS_SERVER = /["'](?:express|fastify|koa|koa-router|@koa\/router|hono)["']/;

/** Where the files of routers are mounted: file without extension → prefix. */
function mounts(files: readonly { path: string; text: string }[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { path, text } of files) {
    const imports = new Map(
      [...text.matchAll(IMPORTED)].flatMap(([, a, some, b, others, from = '']) =>
        (a ?? some ?? b ?? others ?? '').split(',').map(name => [
          name
            .split(/\bas\b|:/)
            .at(-1)
            ?.trim(),
          from,
        ]),
      ),
    );
    for (const [, , prefix = '', required, name = ''] of text.matchAll(USED)) {
      const from = required ?? imports.get(name);
      if (from?.startsWith('.')) found.set(join(dirname(path), from).replace(/\.\w+$/, ''), prefix);
    }
  }
  return found;
}

/** Routes of Express, Fastify, Koa and Hono. */
export const find: FindRoutes = project => {
  const files = codeOf(project, /\.[cm]?[jt]s$/).filter(({ text }) => IS_SERVER.test(text));
  const mounted = mounts(files);
  return files.flatMap(file => {
    const bare = file.path.replace(/\.\w+$/, '');
    const prefix = mounted.get(bare) ?? mounted.get(bare.replace(/\/index$/, '')) ?? '';
    return routesIn(file, GET, ([, , , path = '']) => joined(prefix, path));
  });
};
