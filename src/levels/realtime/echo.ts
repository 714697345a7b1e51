import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { type Fields, mismatches } from './reply.ts';
import { onSocketIo } from './socketio-instances.ts';

interface Expectation {
  readonly emit: string;
  /** The event that comes back; undefined for an acknowledgement. */
  readonly event?: string;
  readonly json?: Fields;
}

/** Whether something sent comes back as declared. */
export const check = defineCheck<'socketio', Expectation, 'NO_REPLY' | 'WRONG_REPLY'>({
  id: 'realtime.echo',
  level: 'realtime',
  severity: 'error',
  title: 'A message makes the round trip',
  why: 'It shows that messages get through in both directions, and that the application handles them.',
  source: 'Socket.IO documentation, Emitting events: acknowledgements',
  probe: 'socketio',
  codes: {
    NO_REPLY: {
      title: 'No reply comes back',
      cause: 'The handler of the event is missing or fails, or answers under another name.',
      fix: 'Look at the log of the server for the event; compare `echo` in failsafe.yaml.',
    },
    WRONG_REPLY: {
      title: 'The reply is another than declared',
      cause: 'The server answers with other fields or values.',
      fix: 'Compare what came back with `echo.json` in failsafe.yaml.',
    },
  },
  instances: loaded =>
    onSocketIo(
      loaded,
      { needs: ['handshake'], excusedBy: ['connect', 'upgrade'] },
      ({ echo }) =>
        echo && { emit: echo.emit, event: echo.ack === true ? undefined : echo.event, json: echo.json },
    ),
  evaluate({ echo, events, unique }, { emit, event, json }) {
    const expected = event === undefined ? 'an acknowledgement' : `the event "${event}"`;
    if (echo === undefined) {
      const got = events.length === 0 ? 'nothing' : `the events ${events.join(', ')}`;
      return fail('NO_REPLY', `"${emit}" was emitted, and ${expected} did not come`, { expected, got });
    }
    const [wrong] = mismatches(echo, json, unique);
    if (wrong === undefined) return pass(`${expected} came back for "${emit}"`, { afterMs: echo.afterMs });
    return fail('WRONG_REPLY', `${expected}: ${wrong.message}`, { expected: wrong.expected, got: wrong.got });
  },
});
