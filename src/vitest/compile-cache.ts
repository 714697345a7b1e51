import module from 'node:module';
import { afterAll } from 'vitest';

// In the worker, before a spec loads the engine. It is ended without a chance to write down what it has compiled.
module.enableCompileCache();
afterAll(() => module.flushCompileCache());
