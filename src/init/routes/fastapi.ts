import { codeOf, type FindRoutes, joined, routesIn } from './route.ts';

const GET = /@(\w+)\.get\(\s*(["'])([^"']*)\2/g;
const ROUTER = /(\w+)\s*=\s*APIRouter\(([^)]*)\)/g;
const INCLUDED = /include_router\(\s*(?:(\w+)\.)?(\w+)\s*(?:,([^)]*))?\)/g;
const PREFIX = /prefix\s*=\s*(["'])([^"']*)\1/;
const IS_FASTAPI = /\b(?:from|import) (?:fastapi|starlette)\b/;

const prefixOf = (text = '') => PREFIX.exec(text)?.[2];

/** Routes of FastAPI: decorators, with the prefixes of their routers. */
export const find: FindRoutes = project => {
  const files = codeOf(project, /\.py$/).filter(({ text }) => IS_FASTAPI.test(text));
  const included = files.flatMap(({ text }) => [...text.matchAll(INCLUDED)]);
  return files.flatMap(file => {
    const own = new Map([...file.text.matchAll(ROUTER)].map(([, name = '', rest]) => [name, prefixOf(rest)]));
    const module = file.path.replace(/^.*\/|\.py$/g, '');
    return routesIn(file, GET, ([, owner = '', , path = '']) => {
      const outer = included.find(
        ([, from, name]) => name === owner && (from === undefined || from === module),
      );
      return joined(own.has(owner) ? (prefixOf(outer?.[3]) ?? '') : '', own.get(owner) ?? '', path);
    });
  });
};
