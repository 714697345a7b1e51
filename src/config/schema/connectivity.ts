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
          minVersion: Type.Optional(
            Type.Enum(['TLSv1.2', 'TLSv1.3'], {
              default: 'TLSv1.2',
              description: 'The oldest version that a server may agree to.',
            }),
          ),
        },
        {
          additionalProperties: false,
          minProperties: 1,
          description: 'Certificates and TLS of the targets that speak HTTPS.',
        },
      ),
    ),
    reach: Type.Optional(
      Type.Array(
        Type.Object(
          {
            from: Type.String({ ...Name, description: 'Service that connects.' }),
            to: Type.String({
              ...Name,
              description: 'Service that must be reached, by its name in the network.',
            }),
            port: Type.Integer({ ...Port, description: 'Port inside of the container of `to`.' }),
            tags: Type.Optional(Tags),
          },
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
            Type.Object(
              {
                service: Type.String({ ...Name, description: 'Service of the stack.' }),
                port: Type.Integer({
                  ...Port,
                  description: 'Port inside of the container: it must not be published.',
                }),
              },
              { additionalProperties: false },
            ),
            Type.Object(
              {
                host: Type.String({ ...Text, description: 'Host name or IP address.' }),
                port: Type.Integer({ ...Port, description: 'TCP port that must not take a connection.' }),
              },
              { additionalProperties: false },
            ),
          ],
          { title: 'a port: { service, port } or { host, port }' },
        ),
        { minItems: 1, description: 'Ports that must not be reachable from this machine.' },
      ),
    ),
    redirects: Type.Optional(
      Type.Array(
        Type.Object(
          {
            target: Type.String({ ...Name, description: 'Web target that is asked.' }),
            path: Type.Optional(
              Type.String({ ...UrlPath, description: 'Path that is asked for. Default: `/`.' }),
            ),
            to: Type.String({
              ...Text,
              description: 'How the Location of the answer must begin, such as https://.',
            }),
          },
          { additionalProperties: false },
        ),
        { minItems: 1, description: 'A GET of `path` must redirect to a location that starts with `to`.' },
      ),
    ),
    timeout: Type.Optional(duration({ default: '5s', description: 'For one connection or greeting.' })),
  },
  {
    additionalProperties: false,
    description: 'Network expectations beyond those that follow from `targets`.',
    minProperties: 1,
  },
);
/** See the schema of the same name. */
export type Connectivity = Type.StaticDecode<typeof Connectivity>;
