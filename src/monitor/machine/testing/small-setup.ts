import { DEFAULT_RULES, type Rules, type Setup, type SubjectSetup } from '../rules.ts';

/** One second: readable moments in tables. */
export const S = 1000;
/** The moment at which all simulated times begin. */
export const START = Date.parse('2026-03-01T12:00:00Z');

/** Rules with an interval of ten seconds, as the figures of the algorithm assume. */
export const TEN_SECONDS: Rules = { ...DEFAULT_RULES, intervalMs: 10 * S };

/** A service with the usual settings. */
export const service = (more: Partial<SubjectSetup> = {}): SubjectSetup => ({
  kind: 'service',
  dependsOn: [],
  policy: 'auto',
  stateful: false,
  startMs: 60 * S,
  ...more,
});

/** A database and what stands on it. */
export const CHAIN: Readonly<Record<string, SubjectSetup>> = {
  db: service({ stateful: true, startMs: 300 * S }),
  api: service({ dependsOn: ['db'] }),
  worker: service({ dependsOn: ['db'] }),
  web: service({ dependsOn: ['api'] }),
};

/** A setup of these subjects. */
export const setupOf = (subjects: Setup['subjects'] = CHAIN, more: Partial<Setup> = {}): Setup => ({
  project: 'shop',
  rules: TEN_SECONDS,
  subjects,
  channels: ['file'],
  silences: [],
  ...more,
});
