import { join, resolve } from 'node:path';

/** The root of the checkout. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** The command `failsafe` of this checkout, as arguments of Node. */
export const FAILSAFE = join(ROOT, 'bin/failsafe.js');
