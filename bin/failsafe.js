#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  console.error(
    `failsafe needs Node 22.22 or newer; this is ${process.version}. Install a newer one, or one for this project alone: npm install --save-dev node@24, then npx failsafe`,
  );
  process.exit(2);
}
module.enableCompileCache();
// In a checkout Node runs the TypeScript itself; what an earlier `npm pack` has built there may be stale.
const source = new URL('../src/cli/main.ts', import.meta.url);
await import(existsSync(source) ? source.href : new URL('../dist/main.js', import.meta.url).href);
