import type { ServiceAct } from '../../model/verdict.ts';
import type { HealAct, WayBack } from './heal-act.ts';
import type { Cause, Heal } from './state.ts';

/** What the engine tells of a service beside the verdict. */
export interface EngineFacts {
  /** Restarts that it has counted. */
  readonly restarts?: number;
  /** The last start. */
  readonly startedAt?: number;
  /** It is about to restart it. */
  readonly restarting?: boolean;
  /** A new container would come from another image. */
  readonly imageChanged?: boolean;
}

/** What one cycle says of one subject. */
export type Sighting = EngineFacts &
  (
    | {
        readonly is: 'up';
        /** A check of it, or of what directly stands on it, fails. */
        readonly dependentsFail?: boolean;
      }
    | {
        readonly is: 'down';
        readonly cause: Cause;
        readonly act?: ServiceAct;
        readonly hopeless?: string;
        /** What is hopeless came with a version: an earlier one does not have it. */
        readonly ofVersion?: boolean;
        /** Its process has ended: to wait for it is of no use. */
        readonly ended?: boolean;
        /** The engine says just now that its health check has failed as often as it may, and nothing seen speaks against it. */
        readonly unhealthy?: boolean;
      }
    /** It says itself that it is not ready yet. */
    | { readonly is: 'starting'; readonly cause: Cause }
    /** It fails, and another subject explains that. */
    | { readonly is: 'blocked'; readonly by: string; readonly cause: Cause }
    /** Nothing of it applies, and so nothing is wrong with it: what it was blamed for before is over. */
    | { readonly is: 'skipped' }
    /** Could not look: neither a failure nor a success. */
    | { readonly is: 'unsure' }
  );

/** What the monitor hears of. */
export type MonitorEvent =
  /** A cycle; subjects that were not looked at are missing. */
  | {
      readonly type: 'seen';
      readonly sightings: Readonly<Record<string, Sighting>>;
      /** How long the cycle took: on a busy machine longer than an interval, which is no gap. Default: 0. */
      readonly tookMs?: number;
      /** A look beside the cycles, of which one may be under way: it says nothing of when somebody looked last. Default: false. */
      readonly beside?: boolean;
      /** The version that a failing service can go back to. Default: as the last cycle found it. */
      readonly wayBack?: WayBack | 'none';
    }
  /** A cycle in which nothing could be looked at. */
  | { readonly type: 'blind'; readonly cause: Cause }
  /** The engine says that a service ended by itself. */
  | { readonly type: 'died'; readonly service: string; readonly cause: Cause }
  /** … that an operator stopped it. */
  | { readonly type: 'stopped'; readonly service: string }
  /** … that it was started. */
  | { readonly type: 'started'; readonly service: string }
  /** An act was done, or refused. */
  | {
      readonly type: 'acted';
      readonly id: string;
      readonly refusal?: string;
      /** The refusal shows that no act mends it, and why. */
      readonly hopeless?: string;
    }
  /** A channel was told, or was tried in vain for too long. */
  | { readonly type: 'told'; readonly notice: string; readonly channel: string }
  /** A maintenance window opened or closed. */
  | { readonly type: 'maintenance'; readonly open: boolean }
  /** This process has begun with the state of an earlier one. */
  | { readonly type: 'boot' }
  /** Time has passed. */
  | { readonly type: 'tick' };

/** What is to be done. Notices are in the outbox of the state, not here: they outlive the process. */
export type Action =
  | { readonly type: 'act'; readonly subject: string; readonly heal: Heal }
  /** What would be done, if the policy allowed it. */
  | {
      readonly type: 'suggest';
      readonly subject: string;
      readonly act: HealAct;
      /** What would follow, where that does not mend it. */
      readonly next: readonly HealAct[];
      readonly because: Cause;
    }
  /** Something changed: a line of the log. */
  | { readonly type: 'note'; readonly subject: string; readonly message: string };
