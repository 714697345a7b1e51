/**
 * The verdict on one target.
 *
 * - `pass`: looked, and it is as expected.
 * - `warn`: looked; it works, but something wants attention.
 * - `fail`: looked, and it is broken.
 * - `blocked`: a prerequisite failed, so this one says nothing of its own.
 * - `error`: could not look; never the same as healthy.
 * - `skip`: does not apply here, with a reason.
 * - `known`: would be `fail`, `warn` or, behind such a one, `blocked`, and the baseline passes over it until a day.
 */
export const STATUSES = ['pass', 'warn', 'fail', 'known', 'blocked', 'error', 'skip'] as const;

/** One of {@link STATUSES}. */
export type Status = (typeof STATUSES)[number];

/** How much a check weighs: an `error` fails the gate, a `warning` does not. */
export type Severity = 'error' | 'warning';

/** Whether something that has this status is in the way of what needs it. */
export const isBad = (status: Status): boolean =>
  status === 'fail' || status === 'error' || status === 'blocked';

/** What may make a run unhealthy, the gravest first. */
export const FAIL_ON = ['fail', 'warn'] as const;
/** One of {@link FAIL_ON}. */
export type FailOn = (typeof FAIL_ON)[number];
