import { Type } from 'typebox';
import { HEALTH_LEVELS } from '../../model/level.ts';
import { OwnId, ownParameters } from './custom.ts';
import {
  duration,
  durationOrNone,
  Name,
  Port,
  record,
  SecretValue,
  secretValue,
  size,
  Text,
} from './scalars.ts';

const policy = Type.Enum(['off', 'suggest', 'auto'], {
  title: 'off, suggest or auto',
  default: 'auto',
  description:
    '`auto`: acts. `suggest`: says what it would do. `off`: neither; alerts are sent in each case. --dry-run makes `suggest` of each `auto`.',
});

const heal = Type.Object(
  {
    policy: Type.Optional(policy),
    attempts: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 20,
        default: 3,
        description:
          'Restarts of one service within `within`, those by the engine included; twice as many in the whole stack. Then it is left to a person.',
      }),
    ),
    within: Type.Optional(duration({ default: '30m', description: 'The time in which `attempts` count.' })),
    rollback: Type.Optional(
      Type.Boolean({
        default: true,
        description:
          'What neither a restart nor a new container mends within an hour of a deploy goes back to the version before it, once. Never where a service that holds data came from another image, or the schema of a database has changed.',
      }),
    ),
    services: Type.Optional(
      record(
        Name,
        Type.Object(
          {
            policy: Type.Optional(policy),
            stateful: Type.Optional(
              Type.Boolean({
                description:
                  'It holds data: it is never made anew, and has 5 minutes to start. Default: true for what a database target names, and for known images of databases.',
              }),
            ),
            startWithin: Type.Optional(
              duration({
                default: '60s',
                description:
                  'After a start it may fail for so long. Default: 60s, and 300s for what holds data.',
              }),
            ),
          },
          { additionalProperties: false, minProperties: 1 },
        ),
        { description: 'What holds for one service, by its name.' },
      ),
    ),
  },
  { additionalProperties: false, description: 'What the monitor does about a service that fails.' },
);

const address = Type.Union([Text, SecretValue], { title: 'text or a secret' });

const webAddress = (description: string) =>
  Type.Union([Type.String({ pattern: '^https?://', title: 'an http(s) address' }), SecretValue], {
    title: 'an http(s) address, or a secret that holds one',
    description,
  });

const webhook = Type.Object(
  {
    webhook: Type.Object(
      {
        url: webAddress('Where notices are posted.'),
        format: Type.Optional(
          Type.Enum(['generic', 'slack', 'discord', 'teams'], {
            default: 'generic',
            description: 'What is posted: the notice as JSON, or the message format of one of these.',
          }),
        ),
        headers: Type.Optional(record(Text, address, { description: 'More request headers.' })),
      },
      { additionalProperties: false, description: 'An address to which notices are posted.' },
    ),
  },
  { additionalProperties: false, title: 'a webhook: { webhook: { url: … } }' },
);

const email = Type.Object(
  {
    email: Type.Object(
      {
        to: Type.Array(Text, { minItems: 1, description: 'Who gets it.' }),
        from: Type.String({ ...Text, description: 'Sender.' }),
        host: Type.String({ ...Text, description: 'SMTP server.' }),
        port: Type.Optional(
          Type.Integer({ ...Port, default: 587, description: '465 means TLS from the start.' }),
        ),
        user: Type.Optional(
          Type.String({ ...Text, description: 'Account at that server. Default: it wants none.' }),
        ),
        password: Type.Optional(secretValue({ description: 'Password of that account.' })),
      },
      { additionalProperties: false, description: 'A mail for each notice, by SMTP.' },
    ),
  },
  { additionalProperties: false, title: 'e-mail: { email: { to: […], from: …, host: … } }' },
);

const command = Type.Object(
  {
    command: Type.Array(Text, {
      minItems: 1,
      description: 'Program and arguments, no shell; it gets the notice as JSON on its standard input.',
      title: 'a list: program and arguments',
    }),
  },
  { additionalProperties: false, title: 'a program: { command: […] }' },
);

const own = Type.Object(
  {
    custom: Type.String({ ...OwnId, description: 'Id of a channel that a module of `extensions` brings.' }),
    ...ownParameters,
  },
  { additionalProperties: false, title: 'a channel of a module: { custom: ID }' },
);
/** Where alerts go besides `logs/alerts-YYYYMMDD.log`. */
const Channel = Type.Union([webhook, email, command, own], {
  title: 'a channel: { webhook: … }, { email: … }, { command: … } or { custom: … }',
});
/** See the schema of the same name. */
export type Channel = Type.StaticDecode<typeof Channel>;

/** `monitor`: what `failsafe monitor` watches, mends and tells. */
export const Monitor = Type.Object(
  {
    interval: Type.Optional(
      durationOrNone({ default: '30s', description: 'Between two looks, at least 1s.' }),
    ),
    every: Type.Optional(
      Type.Object(
        Object.fromEntries(
          HEALTH_LEVELS.map(level => [
            level,
            Type.Optional(durationOrNone({ description: `Between two looks at the level ${level}.` })),
          ]),
        ) as Record<
          (typeof HEALTH_LEVELS)[number],
          ReturnType<typeof Type.Optional<ReturnType<typeof durationOrNone>>>
        >,
        {
          additionalProperties: false,
          description:
            'Levels that are looked at less often. Default: 15m for auth, pwa and system, which make users, browsers and mails.',
        },
      ),
    ),
    failures: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100,
        default: 3,
        description:
          'Failed looks in a row that are believed: then an act follows, and the alert. The engine telling that a container ended is believed at once.',
      }),
    ),
    heal: Type.Optional(heal),
    repeat: Type.Optional(duration({ default: '4h', description: 'What still fails is told again.' })),
    channels: Type.Optional(
      record(Name, Channel, { description: 'Where alerts go besides logs/alerts-YYYYMMDD.log, by name.' }),
    ),
    logs: Type.Optional(
      Type.Object(
        {
          format: Type.Optional(
            Type.Enum(['text', 'json'], {
              default: 'text',
              title: 'text or json',
              description: 'Lines for people, or one JSON object a line, for what collects logs.',
            }),
          ),
          keep: Type.Optional(
            duration({ default: '30d', description: 'Files of earlier days are removed after that.' }),
          ),
          atMost: Type.Optional(
            size({
              description: 'Room for all files of one of them; the oldest are removed. Default: 200MB.',
            }),
          ),
        },
        {
          additionalProperties: false,
          minProperties: 1,
          description:
            'logs/monitor-YYYYMMDD.log and logs/alerts-YYYYMMDD.log. Days before yesterday are compressed.',
        },
      ),
    ),
    heartbeat: Type.Optional(
      Type.Object(
        { url: webAddress('Address of the dead man’s switch.') },
        {
          additionalProperties: false,
          description:
            'Asked for with GET after each cycle that could look. Where something raises an alarm when that stops, you learn that the monitor or its machine is gone.',
        },
      ),
    ),
    silences: Type.Optional(
      Type.Array(
        Type.Object(
          {
            root: Type.String({
              ...Text,
              description: 'The service, or the id of the check, whose alerts are not told.',
            }),
            until: Type.String({
              pattern:
                '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2}))?$',
              title: 'a date, or a moment with its zone: 2027-01-31T18:00Z',
              description: 'They are told again from then on.',
            }),
            reason: Type.Optional(Type.String({ ...Text, description: 'Why, for those who wonder.' })),
          },
          { additionalProperties: false },
        ),
        { description: 'Alerts that nobody wants to hear of, for a time.' },
      ),
    ),
    maintenance: Type.Optional(
      Type.Array(
        Type.Object(
          {
            cron: Type.String({ ...Text, description: 'When it opens, in local time: `0 3 * * SUN`.' }),
            for: duration({ description: 'How long it is open.' }),
          },
          { additionalProperties: false },
        ),
        { description: 'Windows in which nothing is mended and nothing is told.' },
      ),
    ),
    page: Type.Optional(
      Type.Object(
        {
          port: Type.Optional(
            Type.Integer({
              ...Port,
              default: 9321,
              description: 'Default: 9321, or any when that is taken.',
            }),
          ),
          host: Type.Optional(
            Type.String({
              ...Text,
              default: '127.0.0.1',
              description: 'The address to listen on; any but loopback wants a token.',
            }),
          ),
          token: Type.Optional(
            secretValue({
              description: 'Who reads it has to send this, as `Authorization: Bearer` or `?token=`.',
            }),
          ),
        },
        { additionalProperties: false, description: 'The status page, /api/status, /metrics, /badge.svg.' },
      ),
    ),
  },
  { additionalProperties: false, description: 'What `failsafe monitor` watches, mends and tells.' },
);
/** See the schema of the same name. */
export type Monitor = Type.StaticDecode<typeof Monitor>;
