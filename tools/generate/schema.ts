import { writeFile } from 'node:fs/promises';
import { ReportSchema } from '../../reporters/report-schema.ts';
import { ConfigSchema } from '../../src/config/schema/config.ts';
import { inProject } from './project.ts';

const write = (file: string, schema: object) =>
  writeFile(inProject(file), `${JSON.stringify(schema, null, 2)}\n`);

/** Writes failsafe.schema.json, which editors complete from, and the form of report.json. */
export async function generateSchemas(): Promise<void> {
  await write('failsafe.schema.json', ConfigSchema);
  await write('docs/report.schema.json', ReportSchema);
}
