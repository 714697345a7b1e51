/** The process in which oxlint is: it has started when somebody says which folder there is to look at. */
import { readFileSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const STANDARD_INPUT = 0;

const { resolve } = module.createRequire(import.meta.url);
const load = (file: string) =>
  import(pathToFileURL(join(dirname(resolve('oxlint/package.json')), file)).href);

// The greatest part of it, and all of the package that can be loaded before there is something to look at
await load('dist/bindings.js');
const folder = readFileSync(STANDARD_INPUT, 'utf8');
if (folder !== '') {
  const config = join(folder, 'config.json');
  process.argv.push('-c', config, '--disable-nested-config', '--no-ignore', '--format', 'json', folder);
  await load('bin/oxlint');
}
