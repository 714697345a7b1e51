import { mends as appFactory } from './app-factory.ts';
import { mends as compose } from './compose.ts';
import { mends as dockerfile } from './dockerfile.ts';
import { mends as env } from './env.ts';
import { mends as files } from './files.ts';
import type { Mend } from './mend.ts';
import { mends as nginx } from './nginx.ts';

/** What can be mended without a person, by the id of the rule. */
export const MENDS: Readonly<Record<string, Mend>> = {
  ...appFactory,
  ...compose,
  ...dockerfile,
  ...env,
  ...files,
  ...nginx,
};
