import { Type } from 'typebox';
import { Text } from './scalars.ts';

/** `prove`: how the stack can be broken on purpose. */
export const Prove = Type.Object(
  {
    faults: Type.Optional({
      ...Text,
      description:
        'A folder with faults of your own, relative to failsafe.yaml: modules that export `faults`. Without it the generic ones are used.',
    }),
  },
  { additionalProperties: false, description: 'What `failsafe prove` breaks, on an isolated stack.' },
);
