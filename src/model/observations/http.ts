import type { WebTarget } from '../target.ts';

/** One HTTP request. It is also the key of the memo: the same request is sent once a cycle. */
export interface HttpRequest {
  readonly target: WebTarget;
  /** Upper case. */
  readonly method: string;
  /** With its query; the target's base path is put before it. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is. */
  readonly body?: string;
  /** Or a JSON value, sent with its media type. */
  readonly json?: unknown;
  /** Or the fields of a form, sent with its media type. */
  readonly form?: Readonly<Record<string, string>>;
  /** Bytes of the decoded body that are kept. Default 1 MiB. */
  readonly maxBytes?: number;
  /** Sent to every container of the service; seen is one that gives no answer or one of 500 and above, else the first. */
  readonly everyReplica?: true;
  /** Services behind a proxy that may answer. Where several of their containers are alike, it is asked until each had its turn. */
  readonly upstreams?: readonly string[];
}

/** What came back: facts, whatever the status. Redirects are not followed. */
export interface HttpAnswer {
  readonly url: string;
  readonly status: number;
  /** Names in lower case; several lines of one name are joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** The Set-Cookie lines, which must not be joined. */
  readonly cookies: readonly string[];
  /** Decoded text; bytes that are not text became U+FFFD. */
  readonly body: string;
  /** It was asked by HEAD: the body stays away. */
  readonly headOnly?: true;
  /** Bytes of the decoded body that were read. */
  readonly bytes: number;
  /** The body was longer than was kept. */
  readonly cut: boolean;
  /** The body was valid in its charset. */
  readonly validText: boolean;
  /** What the bytes of the body are in, where that is not UTF-8 and is known. */
  readonly charset?: string;
  /** From the start of the request to the end of the body, the connection included when it was not open yet. */
  readonly durationMs: number;
  /** To the headers of the answer. */
  readonly firstByteMs: number;
  /** The container that answered, where every one of several was asked. */
  readonly replica?: string;
  /** What else was answered to the very same request, where several containers may answer. */
  readonly others?: readonly HttpAnswer[];
  /** IP address and port that answered; undefined when the server closed at once. */
  readonly remoteAddress?: string;
}
