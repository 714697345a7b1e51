import { ProbeError } from '../model/probe-error.ts';

const isTimeout = ({ reason }: AbortSignal) =>
  reason instanceof DOMException && reason.name === 'TimeoutError';

/**
 * Whether the time of this look is up: evidence against the target. A run that was cancelled is not.
 *
 * @throws ProbeError CANCELLED
 */
export function timeIsUp(signal: AbortSignal): boolean {
  if (signal.aborted && !isTimeout(signal)) {
    throw new ProbeError('observer', 'CANCELLED', 'the run was cancelled', { cause: signal.reason });
  }
  return signal.aborted;
}
