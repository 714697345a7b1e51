import type { Probe } from '../model/probe.ts';
import { execute } from './postgres/execute.ts';

/** Runs one statement in a read-only transaction. */
export const probe: Probe<'postgres-query'> = {
  id: 'postgres-query',
  seesWrites: true,
  async observe({ target, sql }, context) {
    const done = await execute(target, { sql }, context);
    return done.ok ? { ok: true, rows: done.rows, durationMs: done.durationMs } : done;
  },
};
