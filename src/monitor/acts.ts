import type { DailyLog, LogFields } from './daily-log.ts';
import type { Action, MonitorEvent } from './machine/events.ts';
import { actWords, touchedBy } from './machine/heal-act.ts';
import type { MonitoredDeployment } from './open-deployment.ts';
import { cannotStart } from './sightings-of.ts';
import type { AuditEntry } from './store.ts';
import type { Watched } from './watched.ts';
import type { Rollbacks } from './way-back.ts';

/** What an act has set off may still be heard of for so long. */
const ECHO_MS = 2000;

/** What acts are done with, and who hears of them. */
export interface ActOptions {
  watched(): Watched;
  readonly deployment: MonitoredDeployment;
  readonly rollbacks: Rollbacks;
  audit(entry: AuditEntry): void;
  readonly log: DailyLog;
  say(message: string, more?: LogFields): void;
  tell(event: MonitorEvent): void;
  lookNow(): void;
  /** Once it is aborted no act is begun. */
  readonly signal: AbortSignal;
}

/** Does what the machine has decided: it acts, or says what it would do. */
export function createActs(options: ActOptions) {
  const { watched, deployment, audit, say, tell } = options;
  const underWay = new Map<string, Promise<void>>();
  const until = new Map<string, number>();
  const isTouched = (services: readonly string[], by: number) => {
    for (const service of services) until.set(service, by);
  };

  async function act({ subject, heal }: Extract<Action, { type: 'act' }>): Promise<void> {
    const { act: what, because, id } = heal;
    isTouched(touchedBy(what), Number.POSITIVE_INFINITY);
    const { loaded, redact } = watched();
    audit({ act: id, subject, what: 'intent', do: what, before: redact.deep(because) });
    say(`${actWords(what)}, because ${because.message}`, { subject, act: what, id, because });
    const hear = (line: string) => options.log.write(watched().redact.text(`  ${line}`));
    const doing =
      what.action === 'rollback' ? options.rollbacks.go(loaded, what, hear) : deployment.act(what);
    const said = await doing.catch((error: unknown) => String(error));
    const refusal = said === undefined ? undefined : watched().redact.text(said);
    audit({ act: id, subject, what: refusal === undefined ? 'done' : 'refused', refusal });
    isTouched(touchedBy(what), performance.now() + ECHO_MS);
    tell({ type: 'acted', id, refusal, hopeless: cannotStart(refusal ?? '') });
    options.lookNow();
  }

  return {
    follow(action: Action): void {
      switch (action.type) {
        case 'note':
          say(action.message, { subject: action.subject });
          return;
        case 'suggest': {
          const { subject, act: what, next, because } = action;
          const words = [what, ...next].map(actWords).join(', then ');
          audit({ act: 'none', subject, what: 'suggested', do: what, next, before: because });
          say(`would ${words}, because ${because.message}`, { subject, would: what, because });
          return;
        }
        case 'act': {
          // What was decided in the last moment is left to the next monitor, which does not repeat it.
          if (options.signal.aborted) return;
          const { id } = action.heal;
          underWay.set(
            id,
            act(action).finally(() => underWay.delete(id)),
          );
        }
      }
    },
    /** Whether an act is under way on a service: what happens to it then is our doing. */
    isActing: (service: string): boolean => performance.now() < (until.get(service) ?? 0),
    settled: () => Promise.all(underWay.values()),
  };
}
