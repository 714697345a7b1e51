import type { Probe } from '../model/probe.ts';

/** A TCP connection from inside one service to another. */
export const probe: Probe<'reach'> = {
  id: 'reach',
  observe: ({ from, to, port }, { stack, signal }) => stack.connect(from, to, port, signal),
};
