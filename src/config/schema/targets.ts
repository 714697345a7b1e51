import { Type } from 'typebox';
import { PROTOCOLS } from '../../model/observations/ping.ts';
import { Name, Port, record, secretValue, Text, UrlPath } from './scalars.ts';

const ofService = {
  service: Type.String({ ...Name, description: 'Service of the stack.' }),
  port: Type.Integer({
    ...Port,
    description: 'Port inside of the container; where it is published is found out.',
  }),
};
const ofAddress = {
  host: Type.String({ ...Text, description: 'Host name or IP address of a server that runs elsewhere.' }),
  port: Type.Integer({ ...Port, description: 'TCP port of that server.' }),
};

const webOptions = {
  tls: Type.Optional(Type.Boolean({ default: false, description: 'Speak HTTPS.' })),
  hostname: Type.Optional(
    Type.String({ minLength: 1, description: 'Host name to ask for and to verify in the certificate.' }),
  ),
  ca: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'PEM file of the authority that signed the certificate, relative to failsafe.yaml.',
    }),
  ),
  path: Type.Optional(Type.String({ ...UrlPath, description: 'Put before each path.' })),
};

const databaseOptions = {
  database: Type.String({ ...Name, description: 'PostgreSQL database name.' }),
  user: Type.String({ ...Text, description: 'PostgreSQL role.' }),
  password: Type.Optional(secretValue({ description: 'Password of the role. Default: none is sent.' })),
  tls: Type.Optional(
    Type.Boolean({
      default: false,
      description: 'Connect by TLS. The certificate of an address is verified, that of a service is not.',
    }),
  ),
};

const serviceTarget = Type.Object(
  { ...ofService, ...webOptions },
  { additionalProperties: false, title: 'a web service: { service, port }' },
);
const urlTarget = Type.Object(
  {
    url: Type.String({
      pattern: '^(https?://|\\$\\{)',
      title: 'a URL that starts with http:// or https://',
      description: 'Address of a server that runs elsewhere; its path is put before each path.',
    }),
    ca: webOptions.ca,
  },
  { additionalProperties: false, title: 'an address: { url }' },
);
const databaseService = Type.Object(
  { ...ofService, ...databaseOptions },
  { additionalProperties: false, title: 'a database service: { service, port, database, user }' },
);
const databaseAddress = Type.Object(
  { ...ofAddress, ...databaseOptions },
  { additionalProperties: false, title: 'a database by address: { host, port, database, user }' },
);

const speaks = Type.Enum([...PROTOCOLS], {
  description: 'Its protocol, in which it is greeted: it must answer as one that takes work.',
});
const protocolService = Type.Object(
  { ...ofService, speaks },
  {
    additionalProperties: false,
    title: 'a service that is greeted in its protocol: { service, port, speaks }',
  },
);
const protocolAddress = Type.Object(
  { ...ofAddress, speaks },
  {
    additionalProperties: false,
    title: 'an address that is greeted in its protocol: { host, port, speaks }',
  },
);

/** One thing that is observed. */
export const Target = Type.Union(
  [serviceTarget, urlTarget, databaseService, databaseAddress, protocolService, protocolAddress],
  {
    title:
      'a target: { service, port }, { url }, { service, port, database, user }, or { service, port, speaks }',
  },
);
/** See the schema of the same name. */
export type Target = Type.StaticDecode<typeof Target>;

/** Targets by name. */
export const Targets = record(Name, Target, { description: 'What is observed, by name.' });
