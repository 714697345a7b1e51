import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { causeChain, ProblemError } from '../model/problem.ts';
import type { Fault } from './fault.ts';

/** Reads `faults` of every module in a folder, sorted by their ids. */
export async function loadFaults(folder: string): Promise<Fault[]> {
  const faults: Fault[] = [];
  for await (const file of glob('**/*.{ts,js,mjs}', { cwd: folder })) {
    if (/\.(test|d)\.ts$/.test(file)) continue;
    try {
      const module = (await import(pathToFileURL(join(folder, file)).href)) as { faults?: readonly Fault[] };
      faults.push(...(module.faults ?? []));
    } catch (error) {
      const [message = '', ...causes] = causeChain(error);
      throw new ProblemError([
        {
          code: 'FAULTS_NOT_LOADED',
          message: `${file} cannot be loaded: ${message}`,
          causes,
          fix: 'Mend the module.',
        },
      ]);
    }
  }
  return faults.sort((a, b) => a.id.localeCompare(b.id));
}
