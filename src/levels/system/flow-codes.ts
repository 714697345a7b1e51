import type { CodePage } from '../check.ts';

/** Codes of a step that did not go as declared. */
export const flowCodes = {
  STEP_MISMATCH: {
    title: 'A step was answered with something else than declared',
    cause:
      'A part of the chain does not do its work, though each part answers: what was written does not arrive where it is read.',
    fix: 'Follow the chain from the last good step to this one; read the logs of the services in between.',
  },
  CAPTURE_MISSING: {
    title: 'A step’s answer lacks what a later step needs',
    cause: 'The answer has another form than `capture` expects.',
    fix: 'Compare the answer with the paths under `capture` of the step.',
  },
  NO_ANSWER: {
    title: 'A step got no answer',
    cause: 'The service is down, refuses connections, or closed the connection in the middle.',
    fix: 'Read the log of the service at this time.',
  },
  QUERY_FAILED: {
    title: 'A statement failed',
    cause: 'The table or column does not exist, the role may not read it, or the statement is wrong.',
    fix: 'Look at the message of the server; run the migrations, or correct the statement.',
  },
  STEP_WRITES: {
    title: 'A statement writes (25006)',
    cause: 'Statements of steps look at what the application has done, in a read-only transaction.',
    fix: 'Have the application write, by a request; put what removes it again under `teardown`.',
  },
  NOT_CONNECTED: {
    title: 'The realtime connection could not be opened',
    cause: 'The server refuses it, or the proxy does not pass Socket.IO on.',
    fix: 'Look at the checks of the level realtime for where it breaks.',
  },
  NO_EVENT: {
    title: 'An event did not come',
    cause: 'The service did not emit it, emitted it to another room or instance, or the connection was cut.',
    fix: 'Look whether the emitting instance is the one that holds the connection, and whether the room was joined.',
  },
  TOO_SLOW: {
    title: 'The flow ran out of time',
    cause: 'A step hangs, or all together take longer than `timeout` of the flow.',
    fix: 'Look at the durations of the steps; raise `timeout` only if it is meant to be this slow.',
  },
  UNKNOWN_VARIABLE: {
    title: 'A step names a variable that nobody has set',
    cause: 'A name under `variables` or `capture` is misspelt, or the step that captures it comes later.',
    fix: 'Correct the name, or the order of the steps.',
  },
} as const satisfies Record<string, CodePage>;

/** One of {@link flowCodes}. */
export type FlowCode = keyof typeof flowCodes;
