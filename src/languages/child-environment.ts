import module from 'node:module';
import { dirname } from 'node:path';

/** The environment of a Node that this one starts: it shares the compiled code, else each start would compile all again. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const cache = module.getCompileCacheDir();
  // Its parent folder is what Node takes
  return cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(cache) };
}
