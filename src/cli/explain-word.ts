import { renderExplanations } from '../../reporters/explanation.ts';
import { styleFor } from '../../reporters/style.ts';
import { loadConfig } from '../config/load.ts';
import { type Explanation, explain } from '../engine/explain.ts';
import { loadExtensions } from '../engine/extensions/load-extensions.ts';
import { hostChecks } from '../engine/host-checks.generated.ts';
import { checks } from '../engine/registry.generated.ts';
import type { Check } from '../levels/check.ts';
import { ProblemError } from '../model/problem.ts';
import type { ExplainOptions } from './explain.ts';

const known = [...checks, ...hostChecks];

/** What the modules of failsafe.yaml bring. Where no file can be loaded, and none was named, there are none. */
async function ownChecks({ config }: ExplainOptions): Promise<readonly Check[]> {
  try {
    return (await loadExtensions(await loadConfig({ file: config }))).checks;
  } catch (error) {
    if (config === undefined && error instanceof ProblemError) return [];
    throw error;
  }
}

/** A word that failsafe itself knows is explained without any file. */
async function find(word: string, options: ExplainOptions): Promise<Explanation[]> {
  try {
    return explain(word, known);
  } catch (error) {
    const own = error instanceof ProblemError ? await ownChecks(options) : [];
    if (own.length === 0) throw error;
    return explain(word, [...known, ...own]);
  }
}

/** Prints what a check or a code means. */
export async function explainWord(word: string, options: ExplainOptions): Promise<number> {
  const found = await find(word, options);
  const text = options.json
    ? `${JSON.stringify(found, null, 2)}\n`
    : renderExplanations(found, styleFor(process.stdout));
  process.stdout.write(text);
  return 0;
}
