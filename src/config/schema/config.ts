import { Type } from 'typebox';
import { Api } from './api.ts';
import { Auth } from './auth.ts';
import { Backup } from './backup.ts';
import { CheckGate } from './check.ts';
import { Connectivity } from './connectivity.ts';
import { Containers } from './containers.ts';
import { Custom, Extensions } from './custom.ts';
import { Database } from './database.ts';
import { Deploy } from './deploy.ts';
import { Monitor } from './monitor.ts';
import { Precommit } from './precommit.ts';
import { Prove } from './prove.ts';
import { Pwa } from './pwa.ts';
import { Realtime } from './realtime.ts';
import { Name } from './scalars.ts';
import { Setup } from './setup.ts';
import { Source } from './source.ts';
import { Stack } from './stack.ts';
import { System } from './system.ts';
import { Targets } from './targets.ts';

/** The whole of failsafe.yaml. JSON Schema, TypeScript types and the loader all come from here. */
export const ConfigSchema = Type.Object(
  {
    version: Type.Literal(1, {
      title: '1, the version of this format',
      description: 'The version of this format.',
    }),
    project: Type.String({ ...Name, description: 'Name of the application, as shown in reports.' }),
    stack: Type.Optional(Stack),
    targets: Type.Optional(Targets),
    containers: Type.Optional(Containers),
    connectivity: Type.Optional(Connectivity),
    api: Type.Optional(Api),
    database: Type.Optional(Database),
    pwa: Type.Optional(Pwa),
    auth: Type.Optional(Auth),
    realtime: Type.Optional(Realtime),
    system: Type.Optional(System),
    extensions: Type.Optional(Extensions),
    custom: Type.Optional(Custom),
    source: Type.Optional(Source),
    check: Type.Optional(CheckGate),
    precommit: Type.Optional(Precommit),
    prove: Type.Optional(Prove),
    setup: Type.Optional(Setup),
    backup: Type.Optional(Backup),
    deploy: Type.Optional(Deploy),
    monitor: Type.Optional(Monitor),
  },
  {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'failsafe.schema.json',
    title: 'failsafe.yaml',
    description: 'What a web application is, and what healthy means for it.',
    additionalProperties: false,
  },
);

/** A file that has been loaded: checked, interpolated, decoded (durations in milliseconds, sizes in bytes) and frozen. */
export type Config = Type.StaticDecode<typeof ConfigSchema>;
