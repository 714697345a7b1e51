import type { LoadedConfig } from '../config/loaded-config.ts';
import type { Redactor } from '../config/redact.ts';
import { loadProbe } from '../engine/load-probe.generated.ts';
import type { Plan, PlannedCheck } from '../engine/planned-check.ts';
import { resultsOf } from '../engine/results-of.ts';
import { createRun } from '../engine/run.ts';
import { ProbeError } from '../model/probe-error.ts';
import type { CheckResult } from '../model/result.ts';
import type { Stack } from '../model/stack.ts';
import type { MonitorEvent } from './machine/events.ts';
import type { Cause } from './machine/state.ts';
import { subjectOf } from './setup-of.ts';
import { sightingsOf } from './sightings-of.ts';

const ENGINE_PATIENCE_MS = 15_000;
/** A cycle that takes longer is given up: what was not looked at is looked at in the next one. */
const CYCLE_PATIENCE_MS = 180_000;

/** What is looked at, and with what. */
export interface Looking {
  readonly loaded: LoadedConfig;
  readonly plan: Plan;
  readonly stack: Stack;
  readonly redact: Redactor;
}

/** What came of a cycle. */
export interface Cycle {
  readonly event: MonitorEvent;
  readonly results: readonly CheckResult[];
}

const FIX: Readonly<Record<string, string>> = {
  ENGINE_UNREACHABLE: 'Start Docker, or correct DOCKER_HOST or the docker context.',
  ENGINE_TIMEOUT: 'Look at the load of the machine; when `docker info` hangs as well, restart the engine.',
  ENGINE_PERMISSION: 'Let the user of the monitor use Docker: add it to the group `docker`.',
};

const blindBecause = ({ code, message }: ProbeError): Cause => ({
  seenBy: 'the engine',
  code,
  message,
  fix: FIX[code],
});

/**
 * One cycle over these checks, by the engine that all of failsafe uses.
 *
 * @param heard is told each result as it comes: some come long before the last
 */
export async function look(
  { loaded, plan, stack, redact }: Looking,
  ids: readonly string[],
  stop: AbortSignal,
  heard?: (result: CheckResult) => void,
): Promise<Cycle> {
  const startedAt = performance.now();
  const over = new AbortController();
  const signal = AbortSignal.any([stop, over.signal, AbortSignal.timeout(CYCLE_PATIENCE_MS)]);
  try {
    const run = createRun({ plan, stack, loadProbe, signal, redact, gently: true });
    const [services, { results, prerequisites }] = await Promise.all([
      stack.services(AbortSignal.any([signal, AbortSignal.timeout(ENGINE_PATIENCE_MS)])),
      resultsOf(run, ids, heard),
    ]);
    const all = [...results, ...prerequisites];
    const sightings = sightingsOf(plan, loaded, { results: all, services: redact.deep(services) });
    const seen = Object.values(sightings).filter(({ is }) => is !== 'skipped');
    const nothing = seen.length > 0 && seen.every(({ is }) => is === 'unsure');
    const [first] = results.filter(({ status }) => status === 'error');
    if (nothing && first !== undefined) {
      const cause = { seenBy: first.id, code: first.code, message: first.message };
      return { event: { type: 'blind', cause }, results: all };
    }
    return { event: { type: 'seen', sightings, tookMs: performance.now() - startedAt }, results: all };
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
    return { event: { type: 'blind', cause: redact.deep(blindBecause(error)) }, results: [] };
  } finally {
    // Without an engine nobody waits for the looks.
    over.abort();
  }
}

/** A look at a few checks beside the cycles: of all else than their subjects it says nothing. */
export async function lookAt(
  looking: Looking,
  checks: readonly PlannedCheck[],
  stop: AbortSignal,
): Promise<Cycle> {
  const seen = await look(
    looking,
    checks.map(({ id }) => id),
    stop,
  );
  if (seen.event.type !== 'seen') return seen;
  const subjects = new Set(checks.map(subjectOf));
  const sightings = Object.entries(seen.event.sightings).filter(([key]) => subjects.has(key));
  return { ...seen, event: { ...seen.event, beside: true, sightings: Object.fromEntries(sightings) } };
}
