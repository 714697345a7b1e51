import type { Evidence } from '../../model/json.ts';
import type { ServiceState } from '../../model/stack.ts';
import type { Fix } from '../../model/verdict.ts';
import { type CodePage, defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { endWords, exitPages, exitWords, explainExit, mayLackMemory } from './exit-code.ts';
import { countInstances, ofInstances } from './instances.ts';
import { applied, declaredServices, isDone, stateOf } from './service-checks.ts';

const evidenceOf = ({
  state,
  exitCode,
  startError,
  oomKilled,
  memoryLimitBytes,
  restarts,
  startedAt,
  finishedAt,
  image,
  instances,
}: ServiceState): Evidence => ({
  state,
  exitCode,
  startError,
  oomKilled,
  memoryLimitBytes,
  restarts,
  startedAt,
  finishedAt,
  image,
  instances,
});

const readLog = (service: string): Fix => ({
  text: 'Read the end of its log.',
  act: { action: 'logs', service },
});
const start = (service: string): Fix => ({ text: 'Start it.', act: { action: 'start', service } });
const SPARE: Fix = { text: `If it was out of memory: ${exitPages.EXIT_OOM.fix}` };
const create = (service: string): Fix => ({
  text: 'Create it as the compose file says, and what it depends on.',
  act: { action: 'create', service },
});

const codes = {
  ...exitPages,
  SERVICE_MISSING: {
    title: 'Nothing exists for the service',
    cause: 'It was never started, was removed, or another project name is in use.',
    fix: 'Start the stack; compare the project name with the one that was used to start it.',
  },
  SERVICE_PAUSED: {
    title: 'Paused',
    cause: 'Somebody paused it: its processes are frozen, and connections to it hang.',
    fix: 'Let it go on.',
  },
  REPLICAS_MISSING: {
    title: 'Fewer instances than declared',
    cause:
      '`deploy.replicas` or `scale` was raised and the stack not brought up since, or a container was removed.',
    fix: 'Bring it up again, which makes those that are missing.',
  },
  CRASH_LOOP: {
    title: 'Restarted again and again',
    cause: 'It ends soon after each start, and its restart policy starts it again.',
    fix: 'Read the end of its log: it says why.',
  },
  NOT_STARTED: {
    title: 'Created, but never started',
    cause:
      'A service it depends on did not become healthy, or the start failed: a port in use, a missing mount.',
    fix: 'Start it and read what the engine says.',
  },
  SERVICE_DEAD: {
    title: 'Dead',
    cause: 'The engine could not remove it wholly: a mount is busy, or the disk is full.',
    fix: 'Have it removed and made anew: what is dead does not start again.',
  },
} satisfies Record<string, CodePage>;
type RunningCode = keyof typeof codes;

/** No service stops, pauses or removes itself because another one is ill. */
const BY_HAND: readonly RunningCode[] = [
  'EXIT_CLEAN',
  'EXIT_STOPPED',
  'EXIT_KILLED',
  'SERVICE_PAUSED',
  'SERVICE_MISSING',
];
const did = (code: RunningCode) => (BY_HAND.includes(code) ? { byHand: true as const } : {});

/**
 * Every service of the stack runs, in as many containers as the compose file wants. One that it turns off
 * (`replicas: 0`) is skipped as long as nothing exists of it.
 */
export const check = defineCheck({
  id: 'containers.running',
  level: 'containers',
  severity: 'error',
  title: 'The service runs, in as many instances as are declared',
  why: 'Nothing else can be well when a service does not run; the exit code tells most of why.',
  source: 'Docker documentation: Compose file, deploy.replicas and scale; docker run, exit status',
  probe: 'services',
  codes,
  instances: loaded =>
    declaredServices(loaded).map(one => ({
      ...applied(one),
      params: {},
      expectation: { service: one.service, replicas: one.replicas },
    })),
  evaluate(states, expectation) {
    const { service, replicas } = expectation;
    const state = stateOf(states, expectation);
    const count = countInstances(state, replicas);
    const last = exitWords(state.exitCode);
    const evidence = evidenceOf(state);
    const expected = replicas > 1 ? `${replicas} running` : 'running';
    const broken = (code: RunningCode, message: string, fixes: readonly Fix[]) => {
      const worst = state.state === 'exited' ? `exited, ${last}` : state.state;
      const got = count === undefined ? worst : `${count.up} running, one ${worst}`;
      return fail(code, ofInstances(count, message), { expected, got, evidence, fixes, ...did(code) });
    };
    if (count !== undefined && count.up < replicas && (state.state === 'running' || isDone(state))) {
      const message = `has ${count.up} of ${replicas} instances running`;
      return fail('REPLICAS_MISSING', message, {
        expected,
        got: `${count.up} running`,
        evidence,
        fixes: [create(service)],
      });
    }
    switch (state.state) {
      case 'running':
        return pass(count === undefined ? 'runs' : `runs in ${count.up} instances`, evidence);
      case 'missing':
        if (replicas === 0) return skip('is declared with 0 replicas, and nothing of it exists');
        return fail('SERVICE_MISSING', 'does not exist', {
          expected,
          got: 'missing',
          evidence,
          fixes: [create(service)],
          ...did('SERVICE_MISSING'),
        });
      case 'paused':
        return broken('SERVICE_PAUSED', 'is paused', [
          { text: 'Let it go on.', act: { action: 'resume', service } },
        ]);
      case 'restarting':
        return broken(
          'CRASH_LOOP',
          `is restarted again and again (${state.restarts} times so far, ${endWords(state)})`,
          state.oomKilled
            ? [{ text: exitPages.EXIT_OOM.fix }, readLog(service)]
            : [readLog(service), ...(mayLackMemory(state) ? [SPARE] : [])],
        );
      case 'created':
        if (explainExit(state.exitCode, false) === 'EXIT_BAD_COMMAND') {
          return broken('EXIT_BAD_COMMAND', `could not be started: ${state.startError ?? last}`, [
            { text: exitPages.EXIT_BAD_COMMAND.fix },
            start(service),
          ]);
        }
        return broken(
          'NOT_STARTED',
          state.startError === undefined
            ? 'was created but never started'
            : `could not be started: ${state.startError}`,
          [start(service), readLog(service)],
        );
      case 'dead':
        return broken('SERVICE_DEAD', 'is dead', [
          { text: codes.SERVICE_DEAD.fix, act: { action: 'recreate', service } },
        ]);
      case 'exited': {
        if (isDone(state)) return pass('has done its work and ended with 0', evidence);
        const code = explainExit(state.exitCode, state.oomKilled);
        return broken(code, `has ended with ${endWords(state)}`, [
          { text: exitPages[code].fix, act: { action: 'logs', service } },
          ...(mayLackMemory(state) ? [SPARE] : []),
          start(service),
        ]);
      }
    }
  },
});
