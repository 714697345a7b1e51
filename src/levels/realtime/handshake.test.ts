import { judges } from '../../../tests/support/judges.ts';
import { check } from './handshake.ts';
import { answer, noSession, PAGE, seen } from './testing.ts';

judges(check, null, [
  ['a session', seen(), 'pass OK'],
  ['a page', noSession(PAGE), 'fail HANDSHAKE_SPA_FALLBACK'],
  ['a page that says 404', noSession({ ...PAGE, status: 404 }), 'fail HANDSHAKE_NOT_FOUND'],
  ['502', noSession(answer(502, '<html>', 'text/html')), 'fail HANDSHAKE_BACKEND_DOWN'],
  ['503', noSession(answer(503)), 'fail HANDSHAKE_BACKEND_DOWN'],
  ['504', noSession(answer(504)), 'fail HANDSHAKE_BACKEND_DOWN'],
  ['404', noSession(answer(404)), 'fail HANDSHAKE_NOT_FOUND'],
  ['Socket.IO 2', noSession(answer(200, '96:0{"sid":"a"}2:40', 'text/plain')), 'fail HANDSHAKE_OLD_PROTOCOL'],
  [
    'Node wants another version',
    noSession(answer(400, '{"code":5,"message":"Unsupported protocol version"}')),
    'fail HANDSHAKE_OLD_PROTOCOL',
  ],
  [
    'Python wants another version',
    noSession(
      answer(400, '"The client is using an unsupported version of the Socket.IO or Engine.IO protocols"'),
    ),
    'fail HANDSHAKE_OLD_PROTOCOL',
  ],
  ['401', noSession(answer(401)), 'fail HANDSHAKE_REFUSED'],
  ['403', noSession(answer(403, '{"code":4,"message":"Forbidden"}')), 'fail HANDSHAKE_REFUSED'],
  ['500', noSession(answer(500)), 'fail HANDSHAKE_STATUS'],
  ['a redirect', noSession(answer(301)), 'fail HANDSHAKE_STATUS'],
  ['nothing, with 200', noSession(answer(200, '', 'text/plain')), 'fail HANDSHAKE_NOT_SOCKETIO'],
  ['an API', noSession(answer(200, '{"status":"success"}')), 'fail HANDSHAKE_NOT_SOCKETIO'],
]);
