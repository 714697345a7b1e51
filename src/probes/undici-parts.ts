import { createRequire } from 'node:module';
import type * as Undici from 'undici';

const require = createRequire(import.meta.url);

/**
 * What a request needs of undici. The whole of it (fetch, WebSocket, caches, stand-ins for tests) is five times as many
 * modules, which every process that asks one address would load. Its version is pinned, and it exports its files.
 */
export const Agent: typeof Undici.Agent = require('undici/lib/dispatcher/agent.js');
export const buildConnector: typeof Undici.buildConnector = require('undici/lib/core/connect.js');
export const errors: typeof Undici.errors = require('undici/lib/core/errors.js');
