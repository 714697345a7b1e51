import { join, resolve } from 'node:path';

/** The root of the checkout. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** The package as it is installed; `pack` puts it there. */
export const PACKED = join(ROOT, 'node_modules/.cache/failsafe-packed/package');

/** The command `failsafe` of it. */
export const FAILSAFE = join(PACKED, 'bin/failsafe.js');
