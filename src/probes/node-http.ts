import type * as Http from 'node:http';
import { createRequire } from 'node:module';

/**
 * node:http, without what an `import` of it brings along: that reads each of its exports, of which some are classes of the
 * WebSocket of Node, so that all of Node's own undici is loaded: 14 MB in a process that may run for months.
 */
export const http: typeof Http = createRequire(import.meta.url)('node:http');
