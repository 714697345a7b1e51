/**
 * Reads real configurations of nginx and prints what failsafe finds in them: `node tools/measure-nginx.ts FOLDER …`. On
 * files that are known to work, each finding is a false alarm. The corpus of docs/precommit.md: the examples in the packages
 * of Debian that `apt-file search -x 'nginx.*\.conf|nginx.*example|\.nginx'` lists.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from '../src/languages/nginx.ts';

const CONFIGURATION = /\.(?:conf|nginx)$|nginx[\w-]*$|sites-available\//;
const IS_NGINX =
  /^\s*(?:server|location|upstream|http|events|map|add_header|ssl_\w+|fastcgi_\w+|proxy_\w+)\b[^=]*[;{]/m;

let files = 0;
let directives = 0;
let found = 0;
for (const folder of process.argv.slice(2)) {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !CONFIGURATION.test(path)) continue;
    const text = await readFile(path, 'utf8');
    if (text.includes('\u0000') || !IS_NGINX.test(text)) continue;
    files++;
    directives += text.match(/[;{]/g)?.length ?? 0;
    for (const { line, message } of (await parse(text, path)).flaws) {
      found++;
      process.stdout.write(`${path}:${line} ${message}\n`);
    }
  }
}
process.stdout.write(`${files} files with about ${directives} directives: ${found} findings\n`);
