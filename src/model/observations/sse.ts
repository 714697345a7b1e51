import type { WebTarget } from '../target.ts';

/** A stream of server-sent events. */
export interface SseParams {
  readonly target: WebTarget;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds that the first event may take. */
  readonly firstEventMs: number;
  /** Wait for an event of this type. */
  readonly event?: string;
}

/** One server-sent event. */
export interface SseEvent {
  /** `message` when the server names no type. */
  readonly type: string;
  readonly data: string;
}

/** What came of listening. */
export interface SseObservation {
  readonly url: string;
  /** Undefined when not even the head of the answer came in time: a proxy that buffers holds that back too. */
  readonly status?: number;
  readonly mediaType: string;
  /** Content-Encoding, when the server packs the stream. */
  readonly encoding: string;
  readonly server: string;
  /** The first that arrived, at most 20. */
  readonly events: readonly SseEvent[];
  /** Bytes of the body that arrived, comments included. */
  readonly bytes: number;
  /** What was answered in the place of a stream. */
  readonly noStream?: string;
  readonly waitedMs: number;
  /** The server ended the stream. */
  readonly ended: boolean;
}
