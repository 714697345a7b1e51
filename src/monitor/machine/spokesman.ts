import type { Draft } from './draft.ts';
import type { Alert } from './state.ts';

/** The service that an alert is about: that of the check, where it tells of what was with one. */
export function serviceOf({ setup }: Draft, { root }: Pick<Alert, 'root'>): string {
  const { history, dependsOn: [service = root] = [] } = setup.subjects[root] ?? {};
  return history ? service : root;
}

/** The alerts of one service: that it is down, that it comes and goes, and those of checks that tell of what was with it. */
export function relativesOf(draft: Draft, alert: Alert): Alert[] {
  const service = serviceOf(draft, alert);
  return Object.values(draft.state.alerts).filter(
    one => one !== alert && one.kind !== 'blind' && serviceOf(draft, one) === service,
  );
}

/** A check that tells of what was with a service whose own failure was told of since has no news. */
function isOldNews(draft: Draft, alert: Alert): boolean {
  const service = serviceOf(draft, alert);
  return draft.state.history.some(
    ({ root, kind, told, resolvedAt = 0 }) =>
      root === service && kind === 'down' && told !== undefined && resolvedAt > alert.since,
  );
}

/**
 * Whether another alert speaks for this one, so that each root is told of once: that it comes and goes for that it is down;
 * a check that told of the service first, until it is well, for whatever becomes of the service; else the service for
 * the checks that tell of what was with it.
 *
 * @param firing those that may be told
 */
export function isSpokenFor(draft: Draft, alert: Alert, firing: readonly Alert[]): boolean {
  const others = relativesOf(draft, alert);
  const isHistory = ({ root }: Alert) => serviceOf(draft, { root }) !== root;
  const speaking = others.filter(one => firing.includes(one));
  if (!isHistory(alert)) {
    if (alert.kind === 'down' && others.some(({ kind }) => kind === 'flapping')) return true;
    return alert.told === undefined && speaking.some(one => isHistory(one) && one.told !== undefined);
  }
  if (alert.told !== undefined) return false;
  return (
    isOldNews(draft, alert) ||
    speaking.some(one => !isHistory(one) || one.told !== undefined || one.key < alert.key)
  );
}
