import type { Flaw } from '../flaw.ts';
import type { FileFacts } from './facts.ts';

/** An echo waits for an event or an acknowledgement; `ack: false` alone waits for nothing. */
export function echoes({ config }: FileFacts): Flaw[] {
  return (config.realtime?.socketio ?? []).flatMap(({ echo }, index): Flaw[] =>
    echo === undefined || echo.event !== undefined || echo.ack === true
      ? []
      : [
          {
            code: 'CONFIG_MISSING_KEY',
            path: ['realtime', 'socketio', index, 'echo'],
            at: 'key',
            message: 'this echo waits for nothing to come back',
            expected: '"event", or "ack: true"',
            fix: 'Add "event": the name of the event that must come back.',
            lacks: ['event', 'ack'].map(key => ['realtime', 'socketio', index, 'echo', key]),
          },
        ],
  );
}
