import { writeFile } from 'node:fs/promises';
import { ConfigSchema } from '../../src/config/schema/config.ts';
import { inProject } from './project.ts';

/** Writes failsafe.schema.json, which editors complete from. */
export async function generateSchema(): Promise<void> {
  await writeFile(inProject('failsafe.schema.json'), `${JSON.stringify(ConfigSchema, null, 2)}\n`);
}
