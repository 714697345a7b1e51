import { codeOf, type FindRoutes, joined, routesIn } from './route.ts';

const GET = /@GetMapping(?:\(\s*(?:(?:value|path)\s*=\s*)?(?:\{\s*)?"([^"]*)"|(?!\())/g;
const CLASS =
  /@RequestMapping\(\s*(?:(?:value|path)\s*=\s*)?"([^"]*)"[^)]*\)\s*(?:@\w+(?:\([^)]*\))?\s*)*(?:public\s+)?class\b/;

/** Routes of Spring: `@GetMapping`, under the `@RequestMapping` of the class. */
export const find: FindRoutes = project =>
  codeOf(project, /\.(?:java|kt)$/).flatMap(file =>
    routesIn(file, GET, ([, path = '']) => joined(CLASS.exec(file.text)?.[1] ?? '', path)),
  );
