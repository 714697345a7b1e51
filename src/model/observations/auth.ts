import type { Json } from '../json.ts';
import type { Secret } from '../secret.ts';
import type { DatabaseTarget, WebTarget } from '../target.ts';
import type { HttpAnswer } from './http.ts';

/** Where the token stands that proves that a request comes from the application's own page. */
export interface CsrfSource {
  readonly path: string;
  /** A cookie, URL-decoded. */
  readonly cookie?: string;
  /** `<input name="…" value>` or `<meta name="…" content>` of the page, or a key at the top of a JSON answer. */
  readonly field?: string;
}

/** A request of the session as failsafe.yaml declares it; texts may hold `{{variables}}`. */
export interface AuthRequest {
  /** Upper case. */
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly text?: string;
  /** Asked for before it, by the same visitor. */
  readonly csrf?: CsrfSource;
  /** What the answer must be; the probe fills in its variables and hands it back. */
  readonly expect?: unknown;
  /** Variable → JSONPath in the answer. */
  readonly capture?: Readonly<Record<string, string>>;
}

/** A statement that removes the test user. */
export interface AuthCleanupSql {
  readonly target: DatabaseTarget;
  readonly sql: string;
  readonly params?: readonly string[];
}

/** Parameters of the probe `auth`. */
export interface AuthParams {
  /** Folder of failsafe.yaml. */
  readonly root: string;
  readonly target: WebTarget;
  readonly scheme: 'Bearer' | 'Token' | 'cookie';
  /** Fields of a new test user; undefined: username, email, password. */
  readonly user?: Readonly<Record<string, string>>;
  /** Fields of an account that exists, when there is no `register`. */
  readonly account?: Readonly<Record<string, string | Secret>>;
  readonly register?: AuthRequest;
  readonly login: AuthRequest;
  readonly whoami: AuthRequest;
  readonly logout?: AuthRequest;
  /** JSONPath of the token in the answer of `login`. */
  readonly token: string;
  readonly signingKey?: Secret;
  readonly cleanup: readonly (AuthRequest | AuthCleanupSql)[];
  readonly attacks: boolean;
  readonly rateLimit: boolean;
  /** Failed logins that a look may cause. */
  readonly budget: number;
  /** Milliseconds for one request. */
  readonly timeoutMs: number;
  /** Milliseconds for all requests of the session together. */
  readonly sessionMs: number;
  /** Milliseconds for the clean-up, on top. */
  readonly cleanupMs: number;
}

/** Forged tokens, by what is wrong with them. */
export const FORGERIES = [
  'tampered-payload',
  'tampered-signature',
  'empty-signature',
  'alg-none',
  'alg-None',
  'alg-NONE',
  'foreign-key',
  'signed-control',
  'expired-token',
] as const;
/** One of {@link FORGERIES}; `signed-control` is a valid token that we signed ourselves. */
export type Forgery = (typeof FORGERIES)[number];

/** Failed logins that are provoked. `removed` tries the right password after the clean-up. */
export type AuthAttemptName = 'wrong-password' | 'unknown-user' | 'bad-json' | 'object-password' | 'removed';

/**
 * Why a step was not done: it does not apply to this application, or it does and the session did not get to it. The
 * second says nothing about the server, least of all that it is well.
 */
export type NotDoneKind = 'not-applicable' | 'not-reached';

/** One request of the session and what became of it. */
export type AuthStepSeen =
  | {
      readonly did: 'answered';
      /** `POST /auth/login`. */
      readonly request: string;
      readonly answer: HttpAnswer;
      /** The declared expectation with its variables filled in. */
      readonly expect?: unknown;
      /** It was sent as a form, or with a token of a form: its refusal may be the page once more, with 200. */
      readonly byForm?: true;
      /** The answer opened a session: a token where one is declared, or a cookie by which somebody is known. */
      readonly granted: boolean;
    }
  | { readonly did: 'failed'; readonly request: string; readonly code: string; readonly message: string }
  | {
      readonly did: 'nothing';
      readonly kind: NotDoneKind;
      readonly reason: string;
      /** It was under way when the time was up: what it asks for may be done all the same. */
      readonly sent?: true;
    };

/** Every request of the session by its name. */
export type AuthStepName =
  | 'register'
  | 'login'
  | 'whoami'
  | 'no-token'
  | 'garbage-token'
  | Forgery
  | 'cors'
  | 'cors-preflight'
  | 'logout'
  | 'whoami-after-logout'
  | 'duplicate'
  | AuthAttemptName;

/** A failed login that was provoked. */
export interface AuthAttempt {
  readonly name: AuthAttemptName;
  readonly step: AuthStepSeen;
  /** Who it was tried as; no secrets. */
  readonly user: Readonly<Record<string, string>>;
}

/** One act of the clean-up and its outcome. */
export interface AuthCleanupSeen {
  /** The request or statement, variables not filled in. */
  readonly act: string;
  /** Rows that a statement changed. */
  readonly rows?: number;
  readonly step?: AuthStepSeen;
  /** Why it could not be done at all. */
  readonly failure?: string;
}

/** The test user of an earlier run that was killed, and what was done to remove it. */
export interface AuthEarlierSeen {
  /** Its fields that are no secrets. */
  readonly user: Json;
  readonly acts: readonly AuthCleanupSeen[];
}

/** The transcript of one session from registration to clean-up. */
export interface AuthObservation {
  readonly steps: Readonly<Partial<Record<AuthStepName, AuthStepSeen>>>;
  /** What the session is carried by: a JSON Web Token, another token, a cookie; nothing when login gave none. */
  readonly token: 'jwt' | 'opaque' | 'cookie' | 'none';
  /** Of a JSON Web Token, from `iat` or now to `exp`; undefined when it has no `exp`. */
  readonly lifetimeMs?: number;
  /** Of a JSON Web Token, from when it was given out, by the clock of who answered, to its `nbf` or `iat`. */
  readonly startsInMs?: number;
  /** The same, to its `exp`. */
  readonly endsInMs?: number;
  /** Values of the test user that are no secrets; whoami must tell one of them. */
  readonly identity: readonly string[];
  /** All failed logins, in their order. */
  readonly attempts: readonly AuthAttempt[];
  readonly cleanup: {
    /** A registration was sent, so a user may exist. */
    readonly needed: boolean;
    readonly acts: readonly AuthCleanupSeen[];
    /** How to find what was to be removed: the fields of the user that are no secrets. */
    readonly user: Json;
    readonly earlier: readonly AuthEarlierSeen[];
  };
}
