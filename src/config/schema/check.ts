import { Type } from 'typebox';
import { FAIL_ON } from '../fail-on.ts';
import { Text } from './scalars.ts';

/** `check`: what of the results of `failsafe check` and of the specs makes them fail. */
export const CheckGate = Type.Object(
  {
    failOn: Type.Optional(
      Type.Enum([...FAIL_ON], {
        default: 'fail',
        description: 'The least that makes a run unhealthy. --fail-on and FAILSAFE_FAIL_ON override it.',
      }),
    ),
    baseline: Type.Optional({
      ...Text,
      description:
        'The file of failures that are known and passed over until a day, relative to failsafe.yaml. --baseline and FAILSAFE_BASELINE override it.',
    }),
  },
  {
    additionalProperties: false,
    description: 'What makes `failsafe check` and the specs fail.',
  },
);
/** See the schema of the same name. */
export type CheckGate = Type.StaticDecode<typeof CheckGate>;
