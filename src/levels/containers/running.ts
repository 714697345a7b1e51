import type { Evidence } from '../../model/json.ts';
import type { ServiceState } from '../../model/stack.ts';
import type { Fix } from '../../model/verdict.ts';
import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { exitPages, exitWords, explainExit } from './exit-code.ts';
import { applied, checkedServices, isDone, stateOf } from './service-checks.ts';

const evidenceOf = ({
  state,
  exitCode,
  startError,
  oomKilled,
  restarts,
  startedAt,
  finishedAt,
  image,
}: ServiceState): Evidence => ({
  state,
  exitCode,
  startError,
  oomKilled,
  restarts,
  startedAt,
  finishedAt,
  image,
});

const readLog = (service: string): Fix => ({
  text: 'Read the end of its log.',
  act: { action: 'logs', service },
});
const start = (service: string): Fix => ({ text: 'Start it.', act: { action: 'start', service } });

/** Every service of the stack runs. */
export const check = defineCheck({
  id: 'containers.running',
  level: 'containers',
  severity: 'error',
  title: 'The service runs',
  why: 'Nothing else can be well when a service does not run; the exit code tells most of why.',
  probe: 'services',
  codes: {
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
      fix: 'Remove it by force and start it again.',
    },
  },
  instances: loaded =>
    checkedServices(loaded).map(one => ({
      ...applied(one),
      params: {},
      expectation: { service: one.service },
    })),
  evaluate(states, expectation) {
    const { service } = expectation;
    const state = stateOf(states, expectation);
    const details = { expected: 'running', got: state.state, evidence: evidenceOf(state) };
    const last = exitWords(state.exitCode);
    switch (state.state) {
      case 'running':
        return pass('runs', details.evidence);
      case 'missing':
        return fail('SERVICE_MISSING', 'does not exist', { ...details, fixes: [start(service)] });
      case 'paused': {
        const resume = { text: 'Let it go on.', act: { action: 'resume', service } } as const;
        return fail('SERVICE_PAUSED', 'is paused', { ...details, fixes: [resume] });
      }
      case 'restarting':
        return fail('CRASH_LOOP', `is restarted again and again (${state.restarts} times so far, ${last})`, {
          ...details,
          fixes: [readLog(service)],
        });
      case 'created':
        if (explainExit(state.exitCode, false) === 'EXIT_BAD_COMMAND') {
          const message = `could not be started: ${state.startError ?? last}`;
          return fail('EXIT_BAD_COMMAND', message, {
            ...details,
            fixes: [{ text: exitPages.EXIT_BAD_COMMAND.fix }, start(service)],
          });
        }
        return fail(
          'NOT_STARTED',
          state.startError === undefined
            ? 'was created but never started'
            : `could not be started: ${state.startError}`,
          {
            ...details,
            fixes: [start(service), readLog(service)],
          },
        );
      case 'dead':
        return fail('SERVICE_DEAD', 'is dead', details);
      case 'exited': {
        if (isDone(state)) return pass('has done its work and ended with 0', details.evidence);
        const code = explainExit(state.exitCode, state.oomKilled);
        const text = exitPages[code].fix;
        return fail(code, `has ended with ${last}${state.oomKilled ? ', out of memory' : ''}`, {
          ...details,
          got: `exited, ${last}`,
          fixes: [{ text, act: { action: 'logs', service } }, start(service)],
        });
      }
    }
  },
});
