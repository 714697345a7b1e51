import { join, matchesGlob } from 'node:path/posix';
import { isBrought } from '../../languages/nginx-brought.ts';
import type { NginxDirective, NginxTree, SourceObservation } from '../../model/observations/source.ts';
import type { Spot } from '../../model/verdict.ts';
import { type NginxContainer, nginxContainers, PREFIX } from '../nginx-containers.ts';
import { ruleCheck } from '../rule.ts';

const MAIN = `${PREFIX}/nginx.conf`;
const OWN_PARTS = `${PREFIX}/conf.d/*.conf`;

/** Of the configuration that nginx is packaged with: its only name. */
const OWN_FORMAT: NginxDirective = {
  name: 'log_format',
  args: ['main'],
  line: 1,
  column: 1,
  start: 0,
  end: 0,
};

/** Where a directive stands. */
type Places = Map<NginxDirective, string>;

/** The directives of a container, as nginx reads them; undefined where one of its files is not known. */
function readAll(
  { files, folders, hasOwn }: NginxContainer,
  trees: ReadonlyMap<string, NginxTree>,
): Places | undefined {
  const places: Places = new Map();
  const seen = new Set<string>();
  const readFile = (path: string): boolean => {
    if (seen.has(path)) return true;
    seen.add(path);
    const tree = trees.get(path);
    return tree?.directives.every(directive => take(directive, path)) ?? false;
  };
  const include = (written: string): boolean => {
    const path = written.startsWith('/') ? written : join(PREFIX, written);
    const isPattern = /[*?[]/.test(path);
    const found = [...files].filter(([target]) => (isPattern ? matchesGlob(target, path) : target === path));
    const before = path.slice(0, path.search(/[^/]*[*?[]/));
    const isAll = isPattern
      ? folders.some(folder => before.startsWith(`${folder}/`))
      : found.length > 0 || isBrought(written);
    return isAll && found.every(([, source]) => readFile(source));
  };
  const take = (directive: NginxDirective, path: string): boolean => {
    places.set(directive, path);
    const { name, args, block = [] } = directive;
    if (name === 'include' && !include(args[0] ?? '')) return false;
    return block.every(inner => take(inner, path));
  };
  const main = files.get(MAIN);
  if (main === undefined) {
    if (!hasOwn || !include(OWN_PARTS)) return undefined;
    places.set(OWN_FORMAT, MAIN);
    return places;
  }
  return readFile(main) ? places : undefined;
}

const COMPOSE =
  'services:\n  web:\n    image: nginx:1.29\n    volumes: ["./nginx/conf.d:/etc/nginx/conf.d:ro"]\n';
const SITE =
  'server {\n  listen 80;\n  location /ws {\n    proxy_set_header Connection $connection_upgrade;\n  }\n}\n';
const MAP = 'map $http_upgrade $connection_upgrade {\n  default upgrade;\n  "" close;\n}\n';

/** Whatever nginx is told to use is defined in one of the files that it reads. */
export const check = ruleCheck('config', {
  id: 'N10',
  name: 'nginx-names',
  severity: 'high',
  title: 'Every variable, zone and log format of nginx is defined in a file that it reads',
  why: 'nginx does not start, and the one that runs does not take its new configuration.',
  source: 'nginx documentation: include, map, log_format, limit_req_zone',
  problem: 'A name that no file of the configuration defines',
  cause: 'The map stands in a file that is not mounted or copied, was removed, or the name is misspelt.',
  fix: 'Define it (`map`, `set`, `geo`, `log_format`, `limit_req_zone`) in a file that is included, or correct the name.',
  reads: ['nginx'],
  bad: { 'compose.yaml': COMPOSE, 'nginx/conf.d/site.conf': SITE },
  good: { 'compose.yaml': COMPOSE, 'nginx/conf.d/site.conf': SITE, 'nginx/conf.d/maps.conf': MAP },
  *find(project: SourceObservation): Generator<Spot> {
    const trees = new Map(
      project.files.flatMap(({ path, tree, flaws }) =>
        // What cannot be read may define anything
        tree?.kind === 'nginx' && flaws.length === 0 ? [[path, tree]] : [],
      ),
    );
    const [first] = trees.values();
    if (first === undefined) return;
    for (const container of nginxContainers(project)) {
      const places = readAll(container, trees);
      for (const { directive, message } of first.namesMissing([...(places?.keys() ?? [])])) {
        const { line, column } = directive;
        yield { file: places?.get(directive) ?? '', line, column, message };
      }
    }
  },
});
