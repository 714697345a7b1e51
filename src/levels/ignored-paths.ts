import { basename, dirname, matchesGlob } from 'node:path/posix';
import type { SourceObservation } from '../model/observations/source.ts';

/** What tools make, whether or not a .gitignore says so. */
const MADE =
  /(?:^|\/)(?:dist|build|out|target|bin|obj|release|publish|vendor|node_modules|wheels?|artifacts?|\.next|\.output)(?:\/|$)|\.(?:jar|war|whl|gem|deb|rpm|tgz|tar|gz|zip)$/;

/** A pattern of a .gitignore, as globs of paths from its folder. */
function globsOf(line: string): string[] {
  const pattern = line.trim().replace(/\/$/, '');
  if (pattern === '' || pattern.startsWith('#') || pattern.startsWith('!')) return [];
  return pattern.includes('/') ? [pattern.replace(/^\//, '')] : [pattern, `**/${pattern}`];
}

/** A path and the folders above it, up to another one. */
function* upwards(path: string): Generator<string> {
  for (let at = path; at !== '.' && at !== '/'; at = dirname(at)) yield at;
}

/** Whether git is told to leave a path out, or it is called as what tools make is: then it may be there where it is built. */
export function mayBeMade(path: string, { files }: SourceObservation): boolean {
  if (MADE.test(path)) return true;
  return files.some(({ path: ignore, text = '' }) => {
    if (basename(ignore) !== '.gitignore') return false;
    const folder = dirname(ignore) === '.' ? '' : `${dirname(ignore)}/`;
    if (!path.startsWith(folder)) return false;
    const globs = text.split('\n').flatMap(globsOf);
    return [...upwards(path.slice(folder.length))].some(one => globs.some(glob => matchesGlob(one, glob)));
  });
}
