import type { WebTarget } from '../target.ts';

/** A WebSocket to open, and what to send. */
export interface WebSocketParams {
  readonly target: WebTarget;
  readonly path: string;
  readonly protocols: readonly string[];
  readonly send?: string;
  /** Wait for a message. */
  readonly listen: boolean;
  /** Milliseconds to open, and again to hear. */
  readonly stageMs: number;
}

/** What became of one WebSocket. */
export type WebSocketObservation =
  | {
      readonly opened: false;
      readonly url: string;
      /** The answer to the upgrade, when there was one. */
      readonly status?: number;
      readonly mediaType?: string;
      readonly body?: string;
      /** Else why there was none. */
      readonly error?: { readonly code: string; readonly message: string };
    }
  | {
      readonly opened: true;
      readonly url: string;
      /** The subprotocol that the server chose; empty when none. */
      readonly protocol: string;
      /** The first message; undefined when none came in time. */
      readonly message?: string;
      /** The first message was binary; `message` is its base64. */
      readonly binary: boolean;
      /** The server closed before a message, or, where none is awaited, at once. */
      readonly closed?: { readonly code: number; readonly reason: string };
    };
