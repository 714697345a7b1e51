import { expect, test } from 'vitest';
import { failsafeConfig } from './config.ts';

const thrown = (message: string, file: string) => ({
  name: 'Error',
  message,
  stack: `Error: ${message}\n    at ${file}:1:1`,
  type: 'Uncaught Exception',
});
const LIBRARY = 'node_modules/playwright-core/lib/coreBundle.js';

test.each<[string, string, string, boolean]>([
  ['what a browser that was killed said last', 'Cannot find parent object page@1', LIBRARY, false],
  ['the same words of anybody else', 'Cannot find parent object page@1', 'src/app.ts', true],
  ['anything else', 'Target crashed', LIBRARY, true],
])('%s fails the run: %s, from %s: %s', async (_name, message, file, fails) => {
  const { test: options } = await failsafeConfig();
  expect(options?.onUnhandledError?.(thrown(message, file))).toBe(fails);
});
