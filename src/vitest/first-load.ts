import { LEVELS } from '../model/level.ts';
import { ProblemError } from '../model/problem.ts';
import { type Deployment, loadDeployment } from './selection.ts';

let first: Promise<Deployment> | undefined;

/** failsafe.yaml as it was when the configuration was made, for the first who asks; loaded anew for all others. */
export function deployment(): Promise<Deployment> {
  const loading = first ?? loadDeployment();
  first = undefined;
  return loading;
}

/** The tags that specs may carry: the levels, and whatever failsafe.yaml adds. */
export async function declaredTags(): Promise<{ name: string }[]> {
  const tags = new Set<string>(LEVELS);
  first = loadDeployment();
  try {
    const { plan } = await first;
    for (const tag of plan.checks.flatMap(check => check.tags)) tags.add(tag);
  } catch (error) {
    // The set-up reports what is wrong with failsafe.yaml, in full.
    if (!(error instanceof ProblemError)) throw error;
  }
  return [...tags].map(name => ({ name }));
}
