import type { Diagnosis } from '../diagnosis/known-cause.ts';
import type { Finding } from './run.ts';

/** Checks of a service whose failure is that it has ended. */
export const ENDED: readonly string[] = ['containers.running', 'containers.restarts', 'containers.stays-up'];

/** Whether a diagnosis is about tables and migrations, in whatever words. */
const isOfSchema = ({ id, because }: Diagnosis): boolean =>
  id === 'schema-behind' || because.some(line => /migrat|schema|revision/i.test(line));

/**
 * Whether a failure of what a service stands on may be why the service has ended, by what the service said last. An
 * application that brings its database up to date itself leaves it behind when it ends before: then that is what follows.
 *
 * @param said what its log shows; nothing when it could not be read, or says nothing that is known
 */
export function mayExplainEnd(below: Finding, said: readonly Diagnosis[]): boolean {
  if (said.some(({ own }) => own)) return false;
  return below.planned.check.id !== 'database.migrations' || said.length === 0 || said.some(isOfSchema);
}
