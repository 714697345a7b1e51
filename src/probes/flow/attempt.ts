import { UnknownVariableError } from '../../matching/template.ts';
import type { FlowAnswer, FlowAttempt, FlowMismatch, FlowStepParams } from '../../model/observations/flow.ts';
import { ProbeError } from '../../model/probe-error.ts';
import { captureFrom, type FlowState } from './state.ts';

/** What came back in one look: what is wrong with it, and the document to capture from. */
export interface Answer {
  readonly saw: string;
  readonly mismatches: readonly FlowMismatch[];
  readonly document: unknown;
  /** Of a request. */
  readonly answer?: FlowAnswer;
  /** Rows that a statement returned or changed. */
  readonly affected?: number;
}

/** Something that did not come back; its code and message are for the report. */
export class StepError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'StepError';
    this.code = code;
  }
}

/** Whether a look gave what was declared; a warning is no reason to look again. */
export const isGood = (attempt: FlowAttempt): boolean =>
  attempt.outcome === 'answered' && attempt.mismatches.every(({ warning }) => warning);

function missing(path: string, saw: string): FlowMismatch {
  const expected = 'a value to capture';
  return { code: 'CAPTURE_MISSING', expected, got: 'nothing', message: `${path} selects nothing in ${saw}` };
}

function toFailure(error: unknown): Partial<FlowAttempt> & Pick<FlowAttempt, 'outcome'> {
  if (error instanceof UnknownVariableError) {
    const { variable, message } = error;
    return { outcome: 'unknown-variable', variable, message };
  }
  if (error instanceof StepError || (error instanceof ProbeError && error.kind === 'target')) {
    return { outcome: 'failed', code: error.code, message: error.message };
  }
  throw error;
}

/** Looks once, judges the answer and captures from it when it is good. */
export async function attempt(
  state: FlowState,
  step: FlowStepParams,
  look: () => Promise<Answer>,
): Promise<{ attempt: FlowAttempt; affected?: number }> {
  const startedAt = performance.now();
  const durationMs = () => performance.now() - startedAt;
  try {
    const { saw, answer, mismatches, document, affected } = await look();
    const bad = mismatches.some(({ warning }) => !warning);
    const lost = bad ? [] : captureFrom(state, step, document).map(({ path }) => missing(path, saw));
    const all = [...mismatches, ...lost];
    const facts = { saw, answer, mismatches: all, durationMs: durationMs() };
    return { attempt: { outcome: 'answered', ...facts }, affected };
  } catch (error) {
    return { attempt: { ...toFailure(error), durationMs: durationMs() } as FlowAttempt };
  }
}
