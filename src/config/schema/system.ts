import { Type } from 'typebox';
import { rowsExpectation } from './database.ts';
import { httpExpectation, Matcher } from './expectation.ts';
import { ONE_METHOD, requestProperties } from './request.ts';
import { duration, durationOrNone, JsonPath, Name, Needs, record, Tags, Text, UrlPath } from './scalars.ts';

const capture = Type.Optional(
  record(Name, JsonPath, {
    description: 'Variable → JSONPath in the answer (of SQL: in the array of rows).',
  }),
);
const stepName = Type.String({ ...Name, description: 'Its name in reports.' });
const stepTarget = Type.Optional(
  Type.String({
    ...Name,
    description: 'Web target; of SQL a database target. Default: `target` of the flow.',
  }),
);
const common = {
  name: stepName,
  target: stepTarget,
  capture,
  eventually: Type.Optional(durationOrNone({ description: 'Look again until it holds or this time is up.' })),
};

/** An HTTP request. */
export const HttpStep = Type.Object(
  {
    ...common,
    ...requestProperties,
    expect: Type.Optional(httpExpectation('What must come back. Default: a status below 400.')),
  },
  { additionalProperties: false, ...ONE_METHOD, title: 'a request step: { name, get | post | …: PATH }' },
);
/** A query; in a teardown it may write. */
export const SqlStep = Type.Object(
  {
    ...common,
    sql: Type.String({ ...Text, description: 'One statement; in `steps` it may only read.' }),
    params: Type.Optional(
      Type.Array(Type.String(), { description: 'Values of $1, $2 …; may hold {{variables}}.' }),
    ),
    expect: Type.Optional(rowsExpectation('What it must give.')),
  },
  { additionalProperties: false, title: 'an SQL step: { name, sql }' },
);
/** Opens a Socket.IO connection that stays open until the flow ends. */
export const ConnectStep = Type.Object(
  {
    name: stepName,
    target: stepTarget,
    connect: Type.Object(
      {
        path: Type.Optional(
          Type.String({ ...UrlPath, description: 'Path of the server. Default: `/socket.io/`.' }),
        ),
        emit: Type.Optional(Type.String({ ...Text, description: 'Event to send once connected.' })),
        data: Type.Optional(
          Type.Unknown({ description: 'What that event carries; may hold {{variables}}.' }),
        ),
        ready: Type.Optional(Type.String({ ...Text, description: 'Go on when this event has come.' })),
      },
      { additionalProperties: false, description: 'Opens a connection of Socket.IO.' },
    ),
  },
  { additionalProperties: false, title: 'a connect step: { name, connect: {…} }' },
);
/** Waits for an event on the connection; one that came since the connection opened counts. */
export const EventStep = Type.Object(
  {
    name: stepName,
    event: Type.String({ ...Text, description: 'Name of the event that must come.' }),
    expect: Type.Optional(
      Type.Object(
        { json: record(JsonPath, Matcher, { minProperties: 1, description: 'JSONPath → matcher.' }) },
        { additionalProperties: false, description: 'What the event must carry.' },
      ),
    ),
    capture,
    within: Type.Optional(duration({ default: '5s', description: 'It must come in this time.' })),
  },
  { additionalProperties: false, title: 'an event step: { name, event }' },
);

const Step = Type.Union([HttpStep, SqlStep, ConnectStep, EventStep], {
  title: 'a step: a request, { sql }, { connect } or { event }',
});
/** One step of a flow. */
export type FlowStep = Type.StaticDecode<typeof Step>;

/** Steps through the whole chain, with a teardown that always runs. */
export const Flow = Type.Object(
  {
    name: Type.String({
      ...Name,
      description: 'Its name in reports; the check has the id system.flow:NAME.',
    }),
    target: Type.Optional(
      Type.String({ ...Name, description: 'Target of requests and connections that name none.' }),
    ),
    variables: Type.Optional(
      record(Name, Type.String(), { description: 'Variables at the start; may hold {{unique}}.' }),
    ),
    steps: Type.Array(Step, {
      minItems: 1,
      description:
        'One after another. Cookies that an answer sets are sent along with later requests to the same target; statements may only read.',
    }),
    teardown: Type.Optional(
      Type.Array(Type.Union([HttpStep, SqlStep], { title: 'a request or an SQL step' }), {
        description:
          'Always runs, all of it, whatever failed before. An empty list says that the flow makes nothing that would have to be removed.',
      }),
    ),
    timeout: Type.Optional(
      duration({
        default: '30s',
        description: 'For all steps; a single request or statement may take a third of it.',
      }),
    ),
    tags: Type.Optional(Tags),
    needs: Type.Optional(Needs),
  },
  { additionalProperties: false },
);
/** See the schema of the same name. */
export type Flow = Type.StaticDecode<typeof Flow>;

/** The application as a whole. */
export const System = Type.Object(
  { flows: Type.Array(Flow, { minItems: 1, description: 'Flows, each of its own.' }) },
  {
    additionalProperties: false,
    description: 'Flows through the whole application, from the first request to the row in the database.',
  },
);
/** See the schema of the same name. */
export type System = Type.StaticDecode<typeof System>;
