import { causeInLog } from '../cause-in-log.ts';

/** `create_app()` returns a pair, and somebody takes it for the app, or the other way round. */
export const cause = causeInLog({
  id: 'tuple-for-app',
  own: true,
  patterns: [
    /AttributeError: '(tuple)' object has no attribute/,
    /TypeError: cannot unpack non-iterable (Flask) object/,
    /'(tuple)' object is not callable/,
  ],
  cause: ({ service, parts: [kind] }) =>
    kind === 'Flask'
      ? `${service} unpacks what create_app() returns, which is the app alone.`
      : `${service} takes what create_app() returns for the app, and it is a tuple such as (app, socketio).`,
  fix: ({ parts: [kind] }) => ({
    text:
      kind === 'Flask'
        ? 'In manage.py write app = create_app().'
        : 'In manage.py write app, socketio = create_app(), and give FlaskGroup a function that returns the app alone.',
  }),
});
