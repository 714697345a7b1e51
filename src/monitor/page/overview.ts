import { isWell } from '../describe.ts';
import { budgetLeft } from '../machine/budget.ts';
import type { Setup, SubjectSetup } from '../machine/rules.ts';
import type { Alert, MonitorState, SubjectState } from '../machine/state.ts';

const RECENT = 50;

/** A subject as it is shown. */
export type ShownSubject = Pick<SubjectSetup, 'kind' | 'dependsOn' | 'policy'> &
  Pick<SubjectState, 'phase' | 'since' | 'cause' | 'blockedBy' | 'given' | 'healAt' | 'flapping' | 'heal'> & {
    readonly key: string;
    /** Acts that are left within the window; of services only. */
    readonly budgetLeft?: number;
  };

/** All that the monitor shows, for people and for machines. */
export interface Overview {
  readonly version: 1;
  readonly project: string;
  readonly runtime: string;
  readonly verdict: 'healthy' | 'unhealthy' | 'unknown';
  /** When a cycle was last looked at, milliseconds since 1970. */
  readonly seenAt?: number;
  /** Why nothing can be seen. */
  readonly blind?: string;
  readonly maintenance: boolean;
  readonly subjects: readonly ShownSubject[];
  readonly alerts: readonly Alert[];
  /** Alerts that are over, the newest first. */
  readonly history: readonly Alert[];
}

/** What is shown of a state. */
export function overviewOf(setup: Setup, state: MonitorState, runtime: string, now: number): Overview {
  const subjects = Object.entries(state.subjects).flatMap(([key, subject]): ShownSubject[] => {
    const own = setup.subjects[key];
    if (own === undefined) return [];
    const { phase, since, cause, blockedBy, given, healAt, flapping, heal } = subject;
    const { kind, dependsOn, policy } = own;
    const budget = kind === 'service' ? { budgetLeft: budgetLeft(state, setup, key, now).service } : {};
    return [
      {
        key,
        kind,
        dependsOn,
        policy,
        phase,
        since,
        cause,
        blockedBy,
        given,
        healAt,
        flapping,
        heal,
        ...budget,
      },
    ];
  });
  const unknown = state.blind !== undefined || state.seenAt === undefined;
  return {
    version: 1,
    project: setup.project,
    runtime,
    verdict: unknown ? 'unknown' : isWell(state) ? 'healthy' : 'unhealthy',
    seenAt: state.seenAt,
    blind: state.blind?.cause.message,
    maintenance: state.maintenance,
    subjects,
    alerts: Object.values(state.alerts).filter(alert => alert.state === 'firing'),
    history: state.history.slice(-RECENT).toReversed(),
  };
}
