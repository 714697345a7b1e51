import { Type } from 'typebox';
import { Name, secretValue, Text } from './scalars.ts';

const count = (unit: string, fallback: number) =>
  Type.Optional(
    Type.Integer({ minimum: 0, default: fallback, description: `The newest of each of so many ${unit}.` }),
  );

const volumes = (description: string) =>
  Type.Optional(Type.Array(Name, { uniqueItems: true, default: [], description }));

const s3 = (description: string) =>
  Type.Object(
    {
      endpoint: Type.String({
        pattern: '^https?://[^/?#\\s]+/?$',
        title: 'the address of the store, such as https://s3.eu-central-1.amazonaws.com',
        description: 'Address of the store, without the bucket.',
      }),
      bucket: Type.String({ ...Name, description: 'It has to be there already.' }),
      prefix: Type.Optional(
        Type.String({ ...Text, description: 'Begins the name of every object: shop/backups.' }),
      ),
      region: Type.Optional(
        Type.String({
          ...Name,
          default: 'auto',
          description: 'Region of the bucket, where the store has such.',
        }),
      ),
      key: secretValue({ description: 'Access key id.' }),
      secret: secretValue({ description: 'Secret access key.' }),
    },
    { additionalProperties: false, description },
  );
/** A bucket of an S3-compatible store. */
export type S3Copy = Type.StaticDecode<ReturnType<typeof s3>>;

/** `backup`: what is backed up besides the databases, where backups stand, and how long. */
export const Backup = Type.Object(
  {
    folder: Type.Optional({
      ...Text,
      default: '.failsafe/backups',
      description: 'Where backups stand, relative to failsafe.yaml: best on another disk.',
    }),
    keep: Type.Optional(
      Type.Object(
        { daily: count('days', 7), weekly: count('weeks', 4), monthly: count('months', 6) },
        {
          additionalProperties: false,
          description: 'What stays when a new backup has been verified; the three newest stay in any case.',
        },
      ),
    ),
    copies: Type.Optional(
      Type.Array(
        Type.Union(
          [
            Type.Object(
              {
                folder: {
                  ...Text,
                  description: 'On another disk, or of another machine; relative to failsafe.yaml.',
                },
              },
              { additionalProperties: false, title: 'a folder: { folder: … }' },
            ),
            Type.Object(
              { s3: s3('A bucket of an S3-compatible store.') },
              { additionalProperties: false, title: 'a bucket: { s3: { … } }' },
            ),
          ],
          { title: '{ folder: … } or { s3: { … } }' },
        ),
        {
          description:
            'Places to which `failsafe backup` copies what it has made. Every file is read back and compared; `keep` holds there as well.',
        },
      ),
    ),
    files: Type.Optional(
      Type.Array(Text, {
        description:
          'Files and folders that a checkout does not bring back, relative to failsafe.yaml. The file of `stack.env` and the .env of compose are saved without being named.',
      }),
    ),
    encrypt: Type.Optional(
      Type.Object(
        {
          recipients: Type.Optional(
            Type.Array(Type.String({ pattern: '^age1[a-z0-9]+$', title: 'a public key of age: age1…' }), {
              minItems: 1,
              uniqueItems: true,
              description: 'Public keys of age. This machine can then write such files, and not read them.',
            }),
          ),
          passphrase: Type.Optional(
            secretValue({ description: 'Who has it can read the files; so can this machine.' }),
          ),
        },
        {
          additionalProperties: false,
          minProperties: 1,
          maxProperties: 1,
          title: '{ recipients: [age1…] } or { passphrase: { env: NAME } }',
          description: 'For whom files that are not in git are encrypted. Without it they are not saved.',
        },
      ),
    ),
    schedule: Type.Optional(
      Type.String({
        ...Text,
        description:
          'When the monitor makes a backup, in local time: `30 2 * * *` is each night at half past two.',
      }),
    ),
    drill: Type.Optional(
      Type.String({
        ...Text,
        description:
          'When the monitor restores the newest backup into a scratch database and compares it: `0 4 * * SUN`. A drill that fails is an alert.',
      }),
    ),
    volumes: Type.Optional(
      Type.Object(
        {
          exclude: volumes('Names of volumes in the compose file that need no backup, such as caches.'),
          pause: volumes(
            'Names of volumes that are written all the time: what has them mounted is paused while they are read, so that what is saved is of one moment.',
          ),
        },
        {
          additionalProperties: false,
          description:
            'Named volumes of the compose project are saved, but for those that hold a database that is dumped, and external ones.',
        },
      ),
    ),
  },
  { additionalProperties: false, description: 'Where `failsafe backup` puts what, and how long it stays.' },
);
/** See the schema of the same name. */
export type Backup = Type.StaticDecode<typeof Backup>;
