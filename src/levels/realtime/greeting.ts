import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { type Fields, mismatches } from './reply.ts';
import { onSocketIo } from './socketio-instances.ts';

/** Whether the server greets as declared. */
export const check = defineCheck<
  'socketio',
  { event: string; json?: Fields },
  'NO_GREETING' | 'WRONG_GREETING'
>({
  id: 'realtime.greeting',
  level: 'realtime',
  severity: 'error',
  title: 'The server greets',
  why: 'It shows that the connect handler of the application runs, which the transport does not.',
  source: 'Socket.IO documentation, Emitting events and Listening to events',
  probe: 'socketio',
  codes: {
    NO_GREETING: {
      title: 'The greeting does not come',
      cause:
        'The connect handler of the server fails or emits another event, or messages are held back on the way.',
      fix: 'Look at the log of the server while a client connects; compare the name of the event.',
    },
    WRONG_GREETING: {
      title: 'The greeting is another than declared',
      cause: 'The server sends other fields or values.',
      fix: 'Compare what was sent with `greets.json` in failsafe.yaml.',
    },
  },
  instances: loaded =>
    onSocketIo(loaded, { needs: ['handshake'], excusedBy: ['connect', 'upgrade'] }, ({ greets }) => greets),
  evaluate({ greeting, events, unique }, { event, json }) {
    if (greeting === undefined) {
      const got = events.length === 0 ? 'no event' : `only ${events.join(', ')}`;
      return fail('NO_GREETING', `"${event}" did not come: ${got}`, { expected: event, got });
    }
    const [wrong] = mismatches(greeting, json, unique);
    if (wrong === undefined) return pass(`"${event}" came`, { afterMs: greeting.afterMs });
    return fail('WRONG_GREETING', `"${event}": ${wrong.message}`, {
      expected: wrong.expected,
      got: wrong.got,
    });
  },
});
