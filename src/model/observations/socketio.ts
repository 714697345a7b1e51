import type { WebTarget } from '../target.ts';

/** Where a Socket.IO server is, and what it is asked. */
export interface SocketIoParams {
  readonly target: WebTarget;
  readonly path: string;
  readonly namespace: string;
  /** Milliseconds for each stage. */
  readonly stageMs: number;
  /** Event that the server sends on connect. */
  readonly greets?: string;
  readonly echo?: {
    readonly emit: string;
    readonly data?: unknown;
    /** Event that must come back; or, with `ack`, the acknowledgement. */
    readonly event?: string;
    readonly ack: boolean;
  };
}

/** A plain HTTP answer. */
export interface RawAnswer {
  readonly status: number;
  /** Lower case, without parameters. */
  readonly mediaType: string;
  /** How the body begins. */
  readonly body: string;
}

/** There was no answer. */
export interface RawFault {
  readonly error: { readonly code: string; readonly message: string };
}

/** What `/socket.io/?EIO=4&transport=polling` answered. */
export interface Handshake {
  readonly answer: RawAnswer;
  /** Undefined when it is no handshake. */
  readonly open?: {
    /** Transports that the server offers besides polling. */
    readonly upgrades: readonly string[];
    readonly pingIntervalMs: number;
    readonly pingTimeoutMs: number;
  };
}

/** What became of the same session on further connections. */
export interface SessionFacts {
  readonly requests: number;
  /** Those which the server did not take; empty with one backend, or with sticky sessions. */
  readonly refused: readonly (RawAnswer | RawFault)[];
}

/** How far a client got. */
export type ClientOutcome =
  | {
      readonly connected: true;
      /** The transport in use in the end. */
      readonly transport: string;
      /** Why the client did not leave polling, when it tried. */
      readonly upgradeError?: string;
    }
  | {
      readonly connected: false;
      /** `refused`: the server itself said no. `ended`: it let the client in, and ended it at once. `transport`: the connection failed. */
      readonly why: 'refused' | 'ended' | 'transport' | 'timeout';
      /** The server's words, or the client's. */
      readonly message: string;
      /** HTTP status behind a failed connection. */
      readonly status?: number;
    };

/** What came back: an event's or acknowledgement's arguments. */
export interface Reply {
  readonly arguments: readonly unknown[];
  readonly afterMs: number;
}

/** One Socket.IO server, stage by stage. A stage that an earlier fault made impossible is undefined. */
export interface SocketIoObservation {
  readonly url: string;
  readonly handshake: Handshake;
  readonly session?: SessionFacts;
  /** A bare WebSocket upgrade: 101 when it works. */
  readonly upgrade?: RawAnswer | RawFault;
  /** A client that starts with polling and upgrades, as browsers do. */
  readonly client?: ClientOutcome;
  /** A client that uses nothing but WebSocket. */
  readonly websocketOnly?: ClientOutcome;
  /** Undefined when nothing was connected, or when the event did not come. */
  readonly greeting?: Reply;
  readonly echo?: Reply;
  /** Names of all events that arrived, to show beside one that did not. */
  readonly events: readonly string[];
  /** The value of `{{unique}}` in what was sent. */
  readonly unique: string;
}

/** A connection to be held. */
export interface SocketIoHoldParams {
  readonly target: WebTarget;
  readonly path: string;
  readonly namespace: string;
  readonly stageMs: number;
  readonly holdMs: number;
}

/** What became of an idle connection. */
export interface SocketIoHoldObservation {
  readonly client: ClientOutcome;
  /** Undefined when it held. */
  readonly lost?: {
    /** The client's word: `transport close`, `ping timeout`, `io server disconnect` … */
    readonly reason: string;
    readonly afterMs: number;
  };
}
