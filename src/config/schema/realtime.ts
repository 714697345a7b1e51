import { Type } from 'typebox';
import { Matcher } from './expectation.ts';
import { duration, durationOrNone, JsonPath, Name, Needs, record, Tags, Text, UrlPath } from './scalars.ts';

const Fields = record(JsonPath, Matcher, {
  minProperties: 1,
  title: 'a map of JSONPath → matcher, such as { $.a.b: 3 }',
});

/** A Socket.IO server. */
export const SocketIo = Type.Object(
  {
    name: Type.Optional(Name),
    target: Name,
    path: Type.Optional(Type.String({ ...UrlPath, default: '/socket.io/' })),
    namespace: Type.Optional(Type.String({ ...UrlPath, default: '/' })),
    greets: Type.Optional(
      Type.Object(
        { event: Text, json: Type.Optional(Fields) },
        { additionalProperties: false, description: 'An event that the server sends on connect.' },
      ),
    ),
    echo: Type.Optional(
      Type.Object(
        {
          emit: Text,
          data: Type.Optional(Type.Unknown()),
          event: Type.Optional(Text),
          ack: Type.Optional(Type.Boolean({ default: false })),
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
    timeout: Type.Optional(duration({ default: '5s' })),
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
    name: Name,
    target: Name,
    path: UrlPath,
    protocols: Type.Optional(Type.Array(Text)),
    send: Type.Optional(Type.String({ description: 'Text to send once open.' })),
    expect: Type.Optional(
      Type.Object(
        { message: Matcher },
        { additionalProperties: false, description: 'The first message that comes back.' },
      ),
    ),
    timeout: Type.Optional(duration({ default: '5s' })),
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
    name: Name,
    target: Name,
    path: UrlPath,
    headers: Type.Optional(record(Text, Type.String())),
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
    socketio: Type.Optional(Type.Array(SocketIo, { minItems: 1 })),
    websocket: Type.Optional(Type.Array(WebSocketEndpoint, { minItems: 1 })),
    sse: Type.Optional(Type.Array(SseEndpoint, { minItems: 1 })),
  },
  {
    additionalProperties: false,
    description: 'Socket.IO, WebSocket and server-sent events.',
    minProperties: 1,
  },
);
/** See the schema of the same name. */
export type Realtime = Type.StaticDecode<typeof Realtime>;
