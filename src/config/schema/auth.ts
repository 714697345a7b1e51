import { Type } from 'typebox';
import { httpExpectation } from './expectation.ts';
import { ONE_METHOD, requestProperties } from './request.ts';
import {
  duration,
  JsonPath,
  Name,
  record,
  SecretValue,
  secretValue,
  Tags,
  Text,
  UrlPath,
} from './scalars.ts';

const Capture = record(Name, JsonPath, {
  description: 'Variable → JSONPath in the answer.',
});

const step = (description?: string) =>
  Type.Object(
    {
      ...requestProperties,
      expect: Type.Optional(httpExpectation('What must come back. Default: any 2xx.')),
      capture: Type.Optional(Capture),
    },
    {
      additionalProperties: false,
      ...ONE_METHOD,
      title: 'a request with one method, such as { post: /login, json: … }',
      ...(description !== undefined && { description }),
    },
  );
/** A request of the auth flow. */
export type AuthStep = Type.StaticDecode<ReturnType<typeof step>>;

/** How one registers, logs in, asks who one is, logs out. */
export const Auth = Type.Object(
  {
    target: Type.String({ ...Name, description: 'Web target that people sign in at.' }),
    scheme: Type.Optional(
      Type.Enum(['Bearer', 'Token', 'cookie'], {
        default: 'Bearer',
        description: 'How the session is carried: an Authorization scheme, or cookies.',
      }),
    ),
    user: Type.Optional(
      record(Name, Type.String(), {
        description:
          'Fields of the test user, as {{user.FIELD}} in requests. May hold {{unique}}. Default: username, email, password.',
      }),
    ),
    register: Type.Optional(step('Makes the test user. It wants `cleanup`.')),
    login: step('Signs the user in, and gives the token or the cookie.'),
    whoami: step('Says who is signed in; without a session it must be refused.'),
    logout: Type.Optional(step('Signs out; the session must be refused from then on.')),
    csrf: Type.Optional(
      Type.Object(
        {
          get: Type.String({
            ...UrlPath,
            description: 'Page or address that gives the token, whether one is signed in or not.',
          }),
          cookie: Type.Optional(
            Type.String({
              ...Text,
              description: 'Cookie that holds it: csrftoken (Django), XSRF-TOKEN (Laravel, Angular).',
            }),
          ),
          field: Type.Optional(
            Type.String({
              ...Text,
              description:
                'Name of the hidden field, of the <meta>, or of the key at the top of a JSON answer, that holds it: csrf_token (Flask-WTF), csrf-token (Rails), _token (Laravel).',
            }),
          ),
        },
        {
          additionalProperties: false,
          oneOf: [{ required: ['cookie'] }, { required: ['field'] }],
          title: '{ get: PATH } and where the token stands: cookie or field',
          description:
            'A token that forms carry against requests of foreign pages. It is fetched before each request that changes something, and is {{csrf}} in it.',
        },
      ),
    ),
    token: Type.Optional(
      Type.String({
        pattern: '^\\$',
        default: '$.auth_token',
        title: 'a JSONPath that starts with $',
        description: 'Where login answers with the token.',
      }),
    ),
    account: Type.Optional(
      Type.Object(
        {
          user: record(Name, Type.Union([Type.String(), SecretValue]), {
            description: 'Its fields, as {{user.FIELD}} in requests.',
          }),
        },
        {
          additionalProperties: false,
          description: 'An account that exists, for applications without registration.',
        },
      ),
    ),
    signingKey: Type.Optional(
      secretValue({
        description:
          'Key with which the application signs its tokens (HS256): with it an expired token can be tried.',
      }),
    ),
    cleanup: Type.Optional(
      Type.Array(
        Type.Union(
          [
            step(),
            Type.Object(
              {
                target: Type.String({ ...Name, description: 'A database target.' }),
                sql: Type.String({ ...Text, description: 'Statement that removes the user.' }),
                params: Type.Optional(
                  Type.Array(Type.String(), { description: 'Values of $1, $2 …; may hold {{variables}}.' }),
                ),
              },
              { additionalProperties: false, title: 'SQL: { target, sql, params }' },
            ),
          ],
          { title: 'a request, or { target, sql, params }' },
        ),
        {
          minItems: 1,
          description:
            'Removes the test user, whatever happened. {{user.FIELD}} and captured variables are at hand. Required with `register`.',
        },
      ),
    ),
    attacks: Type.Optional(
      Type.Boolean({
        default: true,
        description: 'Try tampered, foreign and expired tokens, and odd input.',
      }),
    ),
    rateLimit: Type.Optional(
      Type.Boolean({
        default: true,
        description: 'Look whether repeated wrong passwords are limited, within the budget.',
      }),
    ),
    budget: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 50,
        default: 8,
        description: 'Failed logins that a run may cause.',
      }),
    ),
    timeout: Type.Optional(
      duration({
        default: '5s',
        description:
          'For each request of the session. The whole session has half of that for every request that it may hold; what is not reached by then was not done.',
      }),
    ),
    tags: Type.Optional(Tags),
  },
  {
    additionalProperties: false,
    description:
      'Registration, login, and what must be refused. A user is made for each run and removed after it.',
  },
);
/** See the schema of the same name. */
export type Auth = Type.StaticDecode<typeof Auth>;
