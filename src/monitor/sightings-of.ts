import type { LoadedConfig } from '../config/loaded-config.ts';
import type { Plan, PlannedCheck } from '../engine/planned-check.ts';
import { rankFailures } from '../engine/rank-failures.ts';
import type { CheckResult } from '../model/result.ts';
import type { ServiceState } from '../model/stack.ts';
import { isBad } from '../model/status.ts';
import { remediesOf } from '../remedies/remedy.ts';
import type { EngineFacts, Sighting } from './machine/events.ts';
import type { Cause } from './machine/state.ts';
import { isHistory, subjectOf } from './setup-of.ts';

/** It says itself that it is not ready yet. */
const STARTING: readonly string[] = ['HEALTH_STARTING', 'STARTING_UP'];

/** Failures that a restart cannot mend, and why. */
const HOPELESS: Readonly<Record<string, string>> = {
  EXIT_BAD_COMMAND: 'its command cannot be run',
  PORT_NOT_PUBLISHED: 'its port is not published',
  PASSWORD_REJECTED: 'the password is rejected',
  NO_PASSWORD: 'no password is given',
  NOT_ADMITTED: 'the role is not admitted',
  DATABASE_MISSING: 'the database does not exist',
  WRONG_DATABASE: 'it is another database',
  PRIVILEGE_MISSING: 'the role lacks a privilege',
  NOT_POSTGRES: 'it is no PostgreSQL',
  TLS_UNSUPPORTED: 'it speaks no TLS',
  TLS_UNTRUSTED: 'its certificate is not trusted',
  TOO_MANY_CONNECTIONS: 'its connections are used up, which a restart of the database would cut',
};

/** Of these, what a version of the application brings with it: an earlier one may not have it. */
const OF_VERSION: readonly string[] = ['EXIT_BAD_COMMAND', 'PORT_NOT_PUBLISHED'];

/** The same for causes that the evidence shows. */
const HOPELESS_CAUSES: Readonly<Record<string, 'of its version' | 'of its surroundings'>> = {
  'bad-nginx-configuration': 'of its version',
  'data-of-another-version': 'of its surroundings',
  'database-missing': 'of its surroundings',
  'disk-full': 'of its surroundings',
  'missing-file': 'of its version',
  'missing-module': 'of its version',
  'missing-variable': 'of its version',
  'permission-denied': 'of its version',
  'port-taken': 'of its surroundings',
  'schema-behind': 'of its version',
  'syntax-error': 'of its version',
  'tuple-for-app': 'of its version',
  'wrong-architecture': 'of its version',
  'wrong-credentials': 'of its surroundings',
};

const NO_START = /no such image|pull access denied|port is already allocated|address already in use/i;

/** What the engine says of a start that no other start does better; undefined of anything else. */
export const cannotStart = (said: string): string | undefined =>
  said.split('\n').find(line => NO_START.test(line));

/** What somebody took down is not brought up behind their back. */
const NOTHING_EXISTS = 'nothing of the whole stack exists: it was never brought up, or was taken down';

/** What one cycle saw. */
export interface Seen {
  /** Results of the cycle, with the failures outside of it that block something. */
  readonly results: readonly CheckResult[];
  readonly services: readonly ServiceState[];
}

function causeOf({ id, code, message, cause, fixes }: CheckResult): Cause {
  const fix = fixes.map(({ text, command }) => (command === undefined ? text : `${text} ${command}`))[0];
  return { seenBy: id, code, message, ...(cause && { likely: cause }), ...(fix && { fix }) };
}

interface Hopeless {
  readonly why?: string;
  readonly ofVersion?: boolean;
}

function hopelessness({ code, diagnosis, cause }: CheckResult, state: ServiceState | undefined): Hopeless {
  const shown = diagnosis?.causes[0] ?? '';
  const kind = HOPELESS_CAUSES[shown];
  if (kind !== undefined) return { why: cause ?? shown, ofVersion: kind === 'of its version' };
  const refused = cannotStart(state?.startError ?? '');
  if (refused !== undefined) return { why: refused };
  return { why: HOPELESS[code], ofVersion: OF_VERSION.includes(code) };
}

function factsOf(state: ServiceState | undefined): EngineFacts {
  if (state === undefined) return {};
  // Of all its containers: which of them is the worst changes from look to look
  const startedAt = Date.parse(state.instances?.startedAt ?? state.startedAt ?? '');
  return {
    restarts: state.instances?.restarts ?? state.restarts,
    ...(!Number.isNaN(startedAt) && { startedAt }),
    restarting: state.state === 'restarting',
    imageChanged: state.imageCurrent === false,
  };
}

const SEEN = /; seen: (.*)$/s;
/** Whether a check that is put down to another has looked itself. */
const hasSeen = ({ message }: CheckResult): boolean => SEEN.test(message);
/** What it saw. */
const seenItself = ({ message }: CheckResult): string => SEEN.exec(message)?.[1] ?? message;

/** Whether it does not run, and the engine is not about to restart it. */
export const hasEnded = (state: ServiceState | undefined): boolean =>
  state !== undefined && !['running', 'restarting'].includes(state.state);

/** An answer of the service itself: the kernel takes connections for a process that is stopped. */
export const ANSWERS: readonly string[] = ['connectivity.http', 'database.connect'];

/** What Docker says of a health check that ran out of time. */
export const OUT_OF_TIME = /exceeded timeout/;

/**
 * Whether all that is wrong is that the engine's health check ran out of time, while the service answers us: on a machine
 * that is full the command of a health check does not get to run.
 */
const isOnlyLate = (own: readonly CheckResult[]): boolean =>
  own.some(({ check, status }) => status === 'pass' && ANSWERS.includes(check)) &&
  own
    .filter(({ status }) => status === 'fail')
    .every(({ code, message }) => code === 'UNHEALTHY' && OUT_OF_TIME.test(message));

/** Turns what a cycle saw into what the machine is told of each subject. */
export function sightingsOf(plan: Plan, { topology }: LoadedConfig, seen: Seen): Record<string, Sighting> {
  const absent = seen.services.length > 0 && seen.services.every(({ state }) => state === 'missing');
  const states = new Map(seen.services.map(state => [state.service, state]));
  const planned = (id: string): PlannedCheck | undefined => plan.byId.get(id);
  const ranked = rankFailures(seen.results);
  const bad = ranked.filter(({ status }) => isBad(status));

  /** A failure of it, or of what directly stands on it; what only tells of the past does not count. */
  const dependentsFail = (key: string): boolean =>
    bad.some(({ id, status }) => {
      const check = planned(id);
      const [service = ''] = check?.services ?? [];
      const near = service === key || topology.dependsOn[service]?.includes(key);
      return status !== 'error' && near === true && check !== undefined && !isHistory(check);
    });

  /** The subject that explains it. That something was restarted once is no excuse for a service that is down now. */
  function explainedBy(key: string, { rootBlocker = '' }: CheckResult): string | undefined {
    const root = planned(rootBlocker);
    if (root === undefined) return undefined;
    return isHistory(root) && topology.services.includes(key) ? undefined : subjectOf(root);
  }

  function down(key: string, failure: CheckResult): Sighting {
    const state = states.get(key);
    const facts = factsOf(state);
    const cause = causeOf(failure);
    if (STARTING.includes(failure.code)) return { is: 'starting', cause, ...facts };
    const [remedy] = remediesOf([failure]);
    const act = remedy && { action: remedy.action, service: remedy.service };
    const { why: hopeless, ofVersion }: Hopeless = absent
      ? { why: NOTHING_EXISTS }
      : hopelessness(failure, state);
    return {
      is: 'down',
      cause,
      ...(act && { act }),
      ...(hopeless && { hopeless, ...(ofVersion && { ofVersion }) }),
      ended: hasEnded(state),
      ...facts,
    };
  }

  function sighting(key: string, own: readonly CheckResult[]): Sighting | undefined {
    const facts = factsOf(states.get(key));
    const failure = own.find(({ status }) => status === 'fail');
    if (failure !== undefined) return isOnlyLate(own) ? { is: 'unsure', ...facts } : down(key, failure);
    const notOwn = own.filter(({ status }) => status === 'blocked');
    for (const blocked of notOwn.toSorted((one, other) => Number(hasSeen(other)) - Number(hasSeen(one)))) {
      const root = seen.results.find(({ id }) => id === blocked.rootBlocker);
      if (root?.status === 'error') return { is: 'unsure', ...facts };
      const by = explainedBy(key, blocked);
      if (by === undefined) return down(key, { ...blocked, message: seenItself(blocked) });
      const cause = causeOf(root ?? blocked);
      if (by !== key) return { is: 'blocked', by, cause, ...facts };
    }
    if (own.some(({ status }) => status === 'error')) return { is: 'unsure', ...facts };
    if (own.every(({ status }) => status === 'skip')) return { is: 'skipped', ...facts };
    if (!own.some(({ status }) => status === 'pass' || status === 'warn')) return undefined;
    return { is: 'up', dependentsFail: dependentsFail(key), ...facts };
  }

  const bySubject = Map.groupBy(ranked, ({ id }) => {
    const check = planned(id);
    return check === undefined ? id : subjectOf(check);
  });
  return Object.fromEntries(
    [...bySubject].flatMap(([key, own]) => {
      const one = sighting(key, own);
      return one === undefined ? [] : [[key, one] as const];
    }),
  );
}
