#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';

enableCompileCache();
const built = new URL('../dist/cli/main.js', import.meta.url);
// In a checkout nothing is built: Node runs the TypeScript itself.
await import(existsSync(built) ? built.href : new URL('../src/cli/main.ts', import.meta.url).href);
