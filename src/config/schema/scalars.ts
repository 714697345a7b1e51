import { type TObjectOptions, type TSchema, Type } from 'typebox';
import { PendingSecret } from '../pending-secret.ts';
import { parseDuration, parsePercent, parseSize } from '../units.ts';

interface Described {
  readonly description?: string;
}

interface DurationOptions extends Described {
  readonly default?: string;
}

const durationOf = (pattern: string, title: string, options: DurationOptions) =>
  Type.Codec(Type.String({ pattern, title, ...options }))
    .Decode(parseDuration)
    .Encode(milliseconds => `${milliseconds}ms`);

/** `30s`, `500ms`, `2m`, `1h`, `7d` → milliseconds. Never 0: in no time nothing is looked at, answered or waited for. */
export const duration = (options: DurationOptions = {}) =>
  durationOf(
    '^(?![0.]+[a-z]+$)[0-9]+(\\.[0-9]+)?(ms|s|m|h|d)$',
    'a duration longer than 0, such as 500ms, 30s, 5m, 12h, 7d',
    options,
  );

/** As {@link duration}, where 0 has a meaning, or a message of its own. */
export const durationOrNone = (options: DurationOptions = {}) =>
  durationOf('^(0|[0-9]+(\\.[0-9]+)?(ms|s|m|h|d))$', 'a duration such as 500ms, 30s, 5m, 12h, 7d', options);

/** See {@link duration}. */
export const Duration = duration();

/** `512MiB`, `2GB` → bytes. */
export const size = (options: Described = {}) =>
  Type.Codec(
    Type.String({
      pattern: '^[0-9]+(\\.[0-9]+)?(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)$',
      title: 'a size such as 512MiB, 2GB',
      ...options,
    }),
  )
    .Decode(parseSize)
    .Encode(bytes => `${bytes}B`);

/** See {@link size}. */
export const Size = size();

/** `80%` → 80. */
export const percent = (options: Described = {}) =>
  Type.Codec(Type.String({ pattern: '^[0-9]+(\\.[0-9]+)?%$', title: 'a percentage such as 80%', ...options }))
    .Decode(parsePercent)
    .Encode(value => `${value}%`);

/** See {@link percent}. */
export const Percent = percent();

/** `{ env: NAME }`, `{ file: PATH }` or `{ compose: SERVICE.NAME }`: the value never stands in failsafe.yaml. */
export const secretValue = (options: Described = {}) =>
  Type.Codec(
    Type.Object(
      {
        env: Type.Optional(
          Type.String({
            pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
            title: 'the name of an environment variable',
            description: 'Environment variable (or key of `stack.env`) that holds the value.',
          }),
        ),
        file: Type.Optional(
          Type.String({
            minLength: 1,
            description: 'File that holds the value, relative to failsafe.yaml; a final newline is dropped.',
          }),
        ),
        compose: Type.Optional(
          Type.String({
            pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]*\\.[A-Za-z_][A-Za-z0-9_]*$',
            title: 'a service and its variable, such as db.POSTGRES_PASSWORD',
            description:
              'Variable that the compose file gives a service, by `environment` or `env_file`: SERVICE.NAME. It stands there already.',
          }),
        ),
      },
      {
        additionalProperties: false,
        minProperties: 1,
        maxProperties: 1,
        title: 'a secret: { env: NAME }, { file: PATH } or { compose: SERVICE.NAME }',
        ...options,
      },
    ),
  )
    .Decode(source => new PendingSecret(source).asSecret())
    .Encode(() => ({ env: 'REDACTED' }));

/** See {@link secretValue}. */
export const SecretValue = secretValue();

/** The form of {@link Name}. */
export const NAME = '^[A-Za-z0-9_][A-Za-z0-9_.-]*$';

/** The name of a thing that failsafe.yaml declares; part of ids and file names. */
export const Name = Type.String({
  pattern: NAME,
  title: 'a name of letters, digits, dots, - and _',
});

/** A tag to select checks by. */
export const Tag = Type.String({
  pattern: '^(?!(?:[aA][nN][dD]|[oO][rR]|[nN][oO][tT])$)[A-Za-z0-9][A-Za-z0-9_-]*$',
  title: 'a tag of letters, digits, - and _, which is none of the words of --grep: and, or, not',
});

/** A TCP port. */
export const Port = Type.Integer({ minimum: 1, maximum: 65535, title: 'a port from 1 to 65535' });

/** Path of a request, starting with a slash. */
export const UrlPath = Type.String({ pattern: '^/', title: 'a path that starts with /' });

/** Text that is not empty. */
export const Text = Type.String({ minLength: 1, title: 'text that is not empty' });

/** What a check waits for: names of levels, checks, services. */
export const Needs = Type.Array(Text, {
  description:
    'Levels, check ids, services, or endpoints that must be well first; if one is not, this is `blocked`.',
});

/** Extra tags. */
export const Tags = Type.Array(Tag, { description: 'Tags to select by, besides the name of the level.' });

/** A JSONPath, as a key or as a value; the loader checks its syntax. */
export const JsonPath = Type.String({ pattern: '^\\$', title: 'a JSONPath that starts with $' });

/** A map whose keys the file chooses. A key of another form is refused: it would assert nothing. */
export const record = <Key extends TSchema, Value extends TSchema>(
  key: Key,
  value: Value,
  options: TObjectOptions = {},
): ReturnType<typeof Type.Record<Key, Value>> =>
  Type.Record(key, value, {
    additionalProperties: false,
    propertyNames: { title: 'title' in key ? key.title : undefined },
    ...options,
  });
