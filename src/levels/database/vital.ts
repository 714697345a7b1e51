import type { DatabaseFailure, Vital } from '../../model/observations/postgres.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { CodePage } from '../check.ts';
import { error } from '../verdict.ts';

/** Codes of a sign of life that could not be read. */
export const vitalCodes = {
  NOT_CONNECTED: {
    title: 'No session with the database',
    cause: 'The database could not be connected to, so nothing could be read from it.',
    fix: 'Mend what database.connect reports.',
  },
  NOT_VISIBLE: {
    title: 'The role may not see this',
    cause: 'PostgreSQL hides the statistics of other roles from roles without pg_monitor.',
    fix: 'Grant pg_monitor to the role that failsafe connects as.',
  },
  NOT_SEEN: {
    title: 'This could not be read',
    cause:
      'The statement that reads it failed or took too long; PostgreSQL before version 12 lacks some of the views.',
    fix: 'Look at the message of the server; raise `database.timeout` if the catalogue is large.',
  },
} as const satisfies Record<string, CodePage>;

/** One of {@link vitalCodes}. */
export type VitalCode = keyof typeof vitalCodes;

const PRIVILEGE = '42501';

/** Could not look, because the role may not. */
export function notVisible(user: string, what: string): Verdict<'NOT_VISIBLE'> {
  const role = `"${user.replaceAll('"', '""')}"`;
  return error('NOT_VISIBLE', `role ${user} may not see ${what}`, {
    fixes: [{ text: vitalCodes.NOT_VISIBLE.fix, sql: `GRANT pg_monitor TO ${role}` }],
  });
}

type Seen<Vitals> =
  | { readonly connected: false; readonly failure: DatabaseFailure }
  | {
      readonly connected: true;
      readonly user: string;
      readonly vitals: { readonly [Name in keyof Vitals]: Vital<Vitals[Name]> };
    };

/** Judges one sign of life, when it was read. */
export function judgeVital<Vitals, Name extends keyof Vitals, Code extends string>(
  observation: Seen<Vitals>,
  name: Name,
  judge: (value: Vitals[Name], seen: { readonly user: string }) => Verdict<Code>,
): Verdict<Code | VitalCode> {
  if (!observation.connected) {
    return error('NOT_CONNECTED', `no session: ${observation.failure.message}`, {
      evidence: { code: observation.failure.code },
    });
  }
  const vital = observation.vitals[name];
  if (vital.seen) return judge(vital.value, observation);
  const { code, message } = vital.failure;
  if (code === PRIVILEGE) return notVisible(observation.user, `this: ${message}`);
  return error('NOT_SEEN', message, { evidence: { code } });
}
