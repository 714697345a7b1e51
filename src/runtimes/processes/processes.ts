import type { Runtime } from '../runtime.ts';
import { attach } from './attach.ts';
import { start } from './start.ts';

/** The services as child processes of this machine, with a real PostgreSQL from npm; no Docker. */
export const processes: Runtime = { start, attach };
