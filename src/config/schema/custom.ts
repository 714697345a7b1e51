import { Type } from 'typebox';
import { duration, durationOrNone, Name, Needs, record, SecretValue, Tags, Text } from './scalars.ts';

/** The form of {@link OwnId}. */
export const OWN_ID = '^[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*$';

/** The id of what a module brings: `queue.depth`. */
export const OwnId = Type.String({
  pattern: OWN_ID,
  title: 'the id of a check or channel of a module, such as queue.depth',
});

/** What a module is told, besides its target: free for a module to choose, which says what it takes by a JSON Schema. */
export const ownParameters = {
  with: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'Parameters, as the module says by its JSON Schema.',
    }),
  ),
  secrets: Type.Optional(
    record(Name, SecretValue, { description: 'Secrets that the module gets, by the names that it knows.' }),
  ),
};

/** Modules of one's own. */
export const Extensions = Type.Array(
  Type.String({ ...Text, pattern: '\\.[cm]?[jt]s$', title: 'the file of a module: .ts, .mts, .js or .mjs' }),
  {
    minItems: 1,
    uniqueItems: true,
    description:
      'Modules with checks and channels of your own, relative to failsafe.yaml and inside of its folder. They run with the rights of failsafe.',
  },
);

const CustomCheck = Type.Object(
  {
    check: Type.String({ ...OwnId, description: 'Id of a check that a module of `extensions` brings.' }),
    name: Type.Optional(
      Type.String({
        ...Name,
        description: 'What it is about; the check has the id CHECK:NAME. Default: `target`, else `project`.',
      }),
    ),
    target: Type.Optional(
      Type.String({ ...Name, description: 'A target that the module looks at; its checks come first.' }),
    ),
    ...ownParameters,
    tags: Type.Optional(Tags),
    needs: Type.Optional(Needs),
    timeout: Type.Optional(duration({ default: '5s', description: 'For one look.' })),
    eventually: Type.Optional(
      durationOrNone({ description: 'Look again until it holds or this time is up.' }),
    ),
  },
  { additionalProperties: false },
);
/** One application of a check of a module. */
export type CustomCheck = Type.StaticDecode<typeof CustomCheck>;

/** Where checks of modules are applied. */
export const Custom = Type.Array(CustomCheck, {
  minItems: 1,
  description: 'Checks of the modules of `extensions`, and what they are applied to.',
});
