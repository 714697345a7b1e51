import { Type } from 'typebox';
import { httpExpectation, latency } from './expectation.ts';
import { ONE_METHOD, requestProperties } from './request.ts';
import { duration, durationOrNone, Name, Needs, Tags } from './scalars.ts';

/** One request and what must come back. */
export const ApiEndpoint = Type.Object(
  {
    name: Type.String({
      ...Name,
      description: 'Its name in reports; its checks have ids such as api.status:NAME.',
    }),
    target: Type.Optional(
      Type.String({ ...Name, description: 'Web target that is asked. Default: `api.target`.' }),
    ),
    ...requestProperties,
    expect: httpExpectation('What must come back; all that is named must hold.'),
    refuses: Type.Optional(
      Type.Array(Type.Enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']), {
        minItems: 1,
        description:
          'Methods on the same path that must answer 405 (or 404). Only name methods that are refused: they are really sent.',
      }),
    ),
    tags: Type.Optional(Tags),
    needs: Type.Optional(Needs),
    timeout: Type.Optional(duration({ description: 'For the answer. Default: `api.timeout`.' })),
    eventually: Type.Optional(
      durationOrNone({
        description: 'Look again until it passes or this time is up. A pass after a retry says so.',
      }),
    ),
  },
  { additionalProperties: false, ...ONE_METHOD },
);
/** See the schema of the same name. */
export type ApiEndpoint = Type.StaticDecode<typeof ApiEndpoint>;

/** Requests to an HTTP API. */
export const Api = Type.Object(
  {
    target: Type.Optional(Type.String({ ...Name, description: 'Target of endpoints that name none.' })),
    timeout: Type.Optional(duration({ default: '5s', description: 'For one answer.' })),
    latency: Type.Optional(
      latency('Response times of all endpoints; those of an endpoint win. Default: none is expected.'),
    ),
    securityHeaders: Type.Optional(
      Type.Boolean({
        default: true,
        description: 'Warn of missing security headers on the pages of the target.',
      }),
    ),
    endpoints: Type.Array(ApiEndpoint, { minItems: 1, description: 'Requests, and what must come back.' }),
  },
  { additionalProperties: false, description: 'Endpoints, and what they must answer.' },
);
/** See the schema of the same name. */
export type Api = Type.StaticDecode<typeof Api>;
