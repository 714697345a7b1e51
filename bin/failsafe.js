#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  console.error(`failsafe needs Node 22.22 or newer; this is ${process.version}`);
  process.exit(2);
}
module.enableCompileCache();
const built = new URL('../dist/src/cli/main.js', import.meta.url);
// In a checkout nothing is built: Node runs the TypeScript itself.
await import(existsSync(built) ? built.href : new URL('../src/cli/main.ts', import.meta.url).href);
