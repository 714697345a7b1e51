import { Type } from 'typebox';
import { Matcher, matcher } from './expectation.ts';
import { duration, durationOrNone, JsonPath, Name, Needs, record, Tags, Text, UrlPath } from './scalars.ts';

const Fields = record(JsonPath, Matcher, {
  minProperties: 1,
  title: 'a map of JSONPath → matcher, such as { $.a.b: 3 }',
  description: 'What the event must carry: JSONPath → matcher.',
});
const target = Type.String({ ...Name, description: 'Web target that it is reached by.' });
const timeout = Type.Optional(
  duration({ default: '5s', description: 'For the connection, and for what must come back.' }),
);

/** A Socket.IO server. */
export const SocketIo = Type.Object(
  {
    name: Type.Optional(Type.String({ ...Name, description: 'Its name in reports. Default: the target.' })),
    target,
    path: Type.Optional(
      Type.String({ ...UrlPath, default: '/socket.io/', description: 'Path of the server.' }),
    ),
    namespace: Type.Optional(
      Type.String({ ...UrlPath, default: '/', description: 'Namespace to connect to.' }),
    ),
    greets: Type.Optional(
      Type.Object(
        { event: Type.String({ ...Text, description: 'Its name.' }), json: Type.Optional(Fields) },
        { additionalProperties: false, description: 'An event that the server sends on connect.' },
      ),
    ),
    echo: Type.Optional(
      Type.Object(
        {
          emit: Type.String({ ...Text, description: 'Name of the event to send.' }),
          data: Type.Optional(Type.Unknown({ description: 'What it carries. Default: nothing.' })),
          event: Type.Optional(
            Type.String({ ...Text, description: 'Name of the event that must come back.' }),
          ),
          ack: Type.Optional(
            Type.Boolean({ default: false, description: 'The server must acknowledge it.' }),
          ),
          json: Type.Optional(Fields),
        },
        {
          additionalProperties: false,
          anyOf: [{ required: ['event'] }, { required: ['ack'] }],
          description: 'Emit this; the named event (or the acknowledgement) must come back.',
        },
      ),
    ),
    hold: Type.Optional(
      durationOrNone({
        description:
          'Keep the connection open and idle this long: longer than the read timeout of a proxy that cuts it. Costs this time in every run.',
      }),
    ),
    timeout,
    tags: Type.Optional(Tags),
    needs: Type.Optional(Needs),
  },
  { additionalProperties: false },
);
/** See the schema of the same name. */
export type SocketIo = Type.StaticDecode<typeof SocketIo>;

/** A plain WebSocket. */
export const WebSocketEndpoint = Type.Object(
  {
    name: Type.String({ ...Name, description: 'Its name in reports.' }),
    target,
    path: Type.String({ ...UrlPath, description: 'Path of the server.' }),
    protocols: Type.Optional(
      Type.Array(Text, { description: 'Subprotocols to offer; the server must choose one of them.' }),
    ),
    send: Type.Optional(Type.String({ description: 'Text to send once open.' })),
    expect: Type.Optional(
      Type.Object(
        {
          message: matcher({ description: 'Matcher on the message as text.' }),
        },
        { additionalProperties: false, description: 'The first message that comes back.' },
      ),
    ),
    timeout,
    tags: Type.Optional(Tags),
    needs: Type.Optional(Needs),
  },
  { additionalProperties: false },
);
/** See the schema of the same name. */
export type WebSocketEndpoint = Type.StaticDecode<typeof WebSocketEndpoint>;

/** Server-sent events. */
export const SseEndpoint = Type.Object(
  {
    name: Type.String({ ...Name, description: 'Its name in reports.' }),
    target,
    path: Type.String({ ...UrlPath, description: 'Path of the stream.' }),
    headers: Type.Optional(record(Text, Type.String(), { description: 'Request headers.' })),
    firstEvent: Type.Optional(
      duration({ default: '2s', description: 'The first event must arrive within this time.' }),
    ),
    event: Type.Optional(Type.String({ ...Text, description: 'Its type must be this.' })),
    tags: Type.Optional(Tags),
    needs: Type.Optional(Needs),
  },
  { additionalProperties: false },
);
/** See the schema of the same name. */
export type SseEndpoint = Type.StaticDecode<typeof SseEndpoint>;

/** What keeps a connection open. */
export const Realtime = Type.Object(
  {
    socketio: Type.Optional(
      Type.Array(SocketIo, {
        minItems: 1,
        description: 'Servers of Socket.IO: by polling, by WebSocket, and from one to the other.',
      }),
    ),
    websocket: Type.Optional(
      Type.Array(WebSocketEndpoint, { minItems: 1, description: 'Plain WebSockets.' }),
    ),
    sse: Type.Optional(
      Type.Array(SseEndpoint, { minItems: 1, description: 'Streams of server-sent events.' }),
    ),
  },
  {
    additionalProperties: false,
    description: 'Socket.IO, WebSocket and server-sent events.',
    minProperties: 1,
  },
);
/** See the schema of the same name. */
export type Realtime = Type.StaticDecode<typeof Realtime>;
