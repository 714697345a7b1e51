import { Type } from 'typebox';
import { duration, durationOrNone, Name, Port, Tags, Text, UrlPath } from './scalars.ts';

/** Network expectations beyond those that follow from `targets`. */
export const Connectivity = Type.Object(
  {
    tls: Type.Optional(
      Type.Object(
        {
          warn: Type.Optional(
            durationOrNone({ default: '30d', description: 'Certificates that expire sooner are a warning.' }),
          ),
          fail: Type.Optional(
            durationOrNone({ default: '7d', description: 'Certificates that expire sooner are a failure.' }),
          ),
          minVersion: Type.Optional(Type.Enum(['TLSv1.2', 'TLSv1.3'], { default: 'TLSv1.2' })),
        },
        { additionalProperties: false, minProperties: 1 },
      ),
    ),
    reach: Type.Optional(
      Type.Array(
        Type.Object(
          { from: Name, to: Name, port: Port, tags: Type.Optional(Tags) },
          { additionalProperties: false },
        ),
        {
          minItems: 1,
          description:
            'Service `from` must be able to connect to service `to` inside the network of the stack.',
        },
      ),
    ),
    closed: Type.Optional(
      Type.Array(
        Type.Union(
          [
            Type.Object({ service: Name, port: Port }, { additionalProperties: false }),
            Type.Object({ host: Text, port: Port }, { additionalProperties: false }),
          ],
          { title: 'a port: { service, port } or { host, port }' },
        ),
        { minItems: 1, description: 'Ports that must not be reachable from this machine.' },
      ),
    ),
    redirects: Type.Optional(
      Type.Array(
        Type.Object(
          { target: Name, path: Type.Optional(UrlPath), to: Text },
          { additionalProperties: false },
        ),
        { minItems: 1, description: 'A GET of `path` must redirect to a location that starts with `to`.' },
      ),
    ),
    timeout: Type.Optional(duration({ default: '5s' })),
  },
  {
    additionalProperties: false,
    description: 'Network expectations beyond those that follow from `targets`.',
    minProperties: 1,
  },
);
/** See the schema of the same name. */
export type Connectivity = Type.StaticDecode<typeof Connectivity>;
