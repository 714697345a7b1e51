import type { Fix } from '../model/verdict.ts';
import type { KnownCause, Symptom } from './known-cause.ts';

/** The parts of a line that the parentheses of a pattern have caught, and whose line it is. */
export interface Match {
  readonly service: string;
  readonly parts: readonly string[];
  readonly line: string;
  /** See {@link Symptom}. */
  readonly servicesByAddress?: ReadonlyMap<string, string>;
}

/** How a cause shows in a log, or in what the engine says. */
export interface LogSign {
  readonly id: string;
  readonly general?: true;
  /** See {@link KnownCause}. */
  readonly own?: true;
  /** The service passes requests on, and says that it got no answer. */
  readonly unanswered?: true;
  readonly patterns: readonly RegExp[];
  cause(match: Match): string;
  fix?(match: Match): Fix;
}

/** No line of use is longer, and what a service writes is not to keep a pattern busy. */
const LONGEST_LINE = 1000;

/** What the check itself says holds the words of the engine; then the log, the newest line first. */
function* linesOf({ logs, message, service }: Symptom) {
  yield { service, text: message, place: logs.length, shown: message };
  for (const [place, line] of [...logs.entries()].reverse()) {
    yield { ...line, place, shown: `${line.service}: ${line.text.trim()}` };
  }
}

/** A cause that shows in a log: the newest line that shows it counts. */
export const causeInLog = ({ id, general, own, unanswered, patterns, cause, fix }: LogSign): KnownCause => ({
  id,
  general,
  own,
  find(symptom) {
    for (const { service, text, place, shown } of linesOf(symptom)) {
      if (unanswered && symptom.answered && service === symptom.service) continue;
      const line = text.slice(0, LONGEST_LINE).trim();
      const caught = patterns.map(pattern => pattern.exec(line)).find(found => found !== null);
      if (caught === undefined || caught === null) continue;
      const parts = caught.slice(1).filter(part => part !== undefined);
      const match = { service, parts, line, servicesByAddress: symptom.servicesByAddress };
      const diagnosis = {
        id,
        service,
        cause: cause(match),
        because: [shown.slice(0, LONGEST_LINE)],
        fix: fix?.(match),
      };
      return { diagnosis, place };
    }
    return undefined;
  },
});
