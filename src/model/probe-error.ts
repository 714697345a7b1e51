/** `target`: what is observed did not answer as it should. `observer`: we could not look. */
export type ProbeErrorKind = 'target' | 'observer';

/**
 * Why a probe has no observation. A `target` error is evidence against the target (connection refused);
 * an `observer` error is not (no Docker engine, no browser, no privilege).
 */
export class ProbeError extends Error {
  readonly kind: ProbeErrorKind;
  /** Stable, upper snake case, e.g. `ECONNREFUSED`, `TIMEOUT`, `ENGINE_UNREACHABLE`. */
  readonly code: string;
  constructor(kind: ProbeErrorKind, code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ProbeError';
    this.kind = kind;
    this.code = code;
  }
}
