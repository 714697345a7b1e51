import { ProbeError } from '../../model/probe-error.ts';
import type { ConnectOutcome } from '../../model/stack.ts';
import { CONNECT_TOOLS, type ConnectTool } from './connect-tools.ts';
import type { Engine } from './engine.ts';
import { exec } from './exec.ts';

/** Less than the time that a look usually has, so that a connection that hangs is told from a look that hangs. */
const SECONDS = 3;

interface Tried {
  readonly tool: ConnectTool;
  readonly outcome: ConnectOutcome;
}

async function attempt(
  engine: Engine,
  id: string,
  tool: ConnectTool,
  to: string,
  port: number,
  signal: AbortSignal,
): Promise<Tried | undefined> {
  const startedAt = performance.now();
  const ran = await exec(engine, id, tool.command(to, port, SECONDS), signal);
  if (ran === undefined) return undefined;
  const durationMs = performance.now() - startedAt;
  const result = tool.read(ran);
  if (result === 'unusable') return undefined;
  if (result === 'open') return { tool, outcome: { connected: true, durationMs } };
  return { tool, outcome: { connected: false, durationMs, error: result } };
}

/**
 * Tries TCP connections from inside a container with whatever program the container has. What worked once is used
 * first the next time.
 */
export function createConnector(engine: Engine) {
  const known = new Map<string, ConnectTool>();
  return async (
    from: string,
    id: string,
    to: string,
    port: number,
    signal: AbortSignal,
  ): Promise<ConnectOutcome> => {
    const usable = known.get(id);
    for (const tool of usable === undefined ? CONNECT_TOOLS : [usable]) {
      const tried = await attempt(engine, id, tool, to, port, signal);
      if (tried === undefined) continue;
      known.set(id, tried.tool);
      return tried.outcome;
    }
    const names = CONNECT_TOOLS.map(({ name }) => name).join(', ');
    throw new ProbeError(
      'observer',
      'NO_TOOL_IN_CONTAINER',
      `${from} has no program to try a connection with (${names})`,
    );
  };
}
