import type { DeployRecord } from './record.ts';

/** Service → id of the image that it runs from. */
export type RunningImages = Readonly<Record<string, string>>;

/** A version that can be gone back to, or why there is none. */
export type Choice =
  | { readonly version: DeployRecord }
  | { readonly code: 'ROLLBACK_UNKNOWN' | 'ROLLBACK_NOTHING'; readonly message: string };

/** Whether all services that run now run from the images of a version. */
export const runs = ({ images }: DeployRecord, running: RunningImages): boolean =>
  Object.entries(images).every(([service, { id }]) => running[service] === id);

const isSame = (a: DeployRecord, b: DeployRecord) =>
  a.compose === b.compose &&
  runs(a, Object.fromEntries(Object.entries(b.images).map(([service, { id }]) => [service, id])));

/** Versions that were seen to serve, the newest first; a rollback is none of its own. */
export const servedVersions = (records: readonly DeployRecord[]): DeployRecord[] =>
  records.filter(({ status, by }) => status === 'kept' && by !== 'rollback');

/** Versions that served before this one was deployed, the last one first: what was gone back to counts, what was gone back from comes after it. */
const servedBefore = (records: readonly DeployRecord[], current: DeployRecord): DeployRecord[] =>
  records
    .slice(records.indexOf(current) + 1)
    .filter(({ status }) => status === 'kept')
    .map(record => records.find(({ id }) => id === record.of) ?? record);

/** The version that serves now: what was kept or gone back to last, when its images run. */
export function currentVersion(
  records: readonly DeployRecord[],
  running: RunningImages,
): DeployRecord | undefined {
  const last = records.find(record => record.status === 'kept' && runs(record, running));
  return last?.of === undefined ? last : (records.find(({ id }) => id === last.of) ?? last);
}

/**
 * Chooses the version to go back to: the one with this id (or the only one that begins like it), else the newest one
 * before the version that serves now; where that one is none of ours, the newest.
 */
export function chooseVersion(
  records: readonly DeployRecord[],
  running: RunningImages,
  to: string | undefined,
): Choice {
  const served = servedVersions(records);
  if (to !== undefined) {
    const [found, ...others] = served.filter(({ id }) => id === to || id.startsWith(to));
    if (found !== undefined && others.length === 0) return { version: found };
    const what = found === undefined ? 'no version' : 'more than one version';
    return { code: 'ROLLBACK_UNKNOWN', message: `${what} that was seen to serve has the id ${to}` };
  }
  const current = currentVersion(records, running);
  const before = current === undefined ? served : servedBefore(records, current);
  const version = before.find(record => current === undefined || !isSame(record, current));
  if (version !== undefined) return { version };
  return {
    code: 'ROLLBACK_NOTHING',
    message: 'no earlier version is known that was seen to serve',
  };
}
