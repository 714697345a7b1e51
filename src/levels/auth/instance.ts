import type { LoadedConfig } from '../../config/loaded-config.ts';
import { isSafeMethod, methodAndPath } from '../../config/method.ts';
import type { Auth, AuthStep } from '../../config/schema/auth.ts';
import type { HttpExpectation } from '../../config/schema/expectation.ts';
import { loadSchema, type SchemaJudge } from '../../matching/json-schema.ts';
import {
  type AuthParams,
  type AuthRequest,
  type CsrfSource,
  FORGERIES,
} from '../../model/observations/auth.ts';
import type { CheckInstance } from '../check.ts';

/** What the checks of the session expect beyond what the transcript carries: the schemas that it cannot. */
export interface AuthExpectation {
  readonly scheme: AuthParams['scheme'];
  /** The target speaks HTTPS. */
  readonly tls: boolean;
  readonly schemas: Readonly<Partial<Record<'register' | 'login' | 'whoami' | 'logout', SchemaJudge>>>;
}

/** An application of a check of this level. */
export type AuthInstance = CheckInstance<'auth', AuthExpectation>;

const DEFAULT_TIMEOUT_MS = 5000;
const LEAST_CLEANUP_MS = 5000;
/** For the probe to tell what it saw. */
const MARGIN_MS = 1000;
const DEFAULT_BUDGET = 8;

function csrfOf({ csrf }: Auth): CsrfSource | undefined {
  if (csrf === undefined) return undefined;
  const { get: path, cookie, field } = csrf;
  return { path, cookie, field };
}

/** Only what changes something wants the token of a form. */
const requestOf =
  (auth: Auth) =>
  (step: AuthStep): AuthRequest => {
    const { headers, json, form, text, expect, capture } = step;
    const { method, path } = methodAndPath(step);
    const csrf = isSafeMethod(method) ? undefined : csrfOf(auth);
    return { method, path, headers, json, form, text, expect, capture, csrf };
  };

function cleanupOf(auth: Auth, { databaseTargets }: LoadedConfig): AuthParams['cleanup'] {
  return (auth.cleanup ?? []).flatMap((act): AuthParams['cleanup'] => {
    if (!('sql' in act)) return [requestOf(auth)(act)];
    const target = databaseTargets[act.target];
    return target === undefined ? [] : [{ target, sql: act.sql, params: act.params }];
  });
}

/** How many requests a session has at most, those of the clean-up left out. */
const requestsOf = ({
  register,
  logout,
  attacks,
  budget,
  scheme,
}: Omit<AuthParams, 'sessionMs' | 'cleanupMs'>): number =>
  // Login, whoami, no token, nonsense as a token, two from a foreign origin
  6 +
  (register === undefined ? 0 : 2) +
  (logout === undefined ? 0 : 3) +
  (attacks ? FORGERIES.length : 0) +
  // Who a cookie is of, is asked
  budget * (scheme === 'cookie' ? 2 : 1);

/** The session and its clean-up have time enough unless most requests take more than half of what one may take. */
function withTimes(params: Omit<AuthParams, 'sessionMs' | 'cleanupMs'>): AuthParams {
  const { timeoutMs, cleanup } = params;
  // The token of a form is one request more
  const each = params.login.csrf === undefined ? 1 : 2;
  const sessionMs = (requestsOf(params) * each * timeoutMs) / 2;
  return {
    ...params,
    sessionMs,
    cleanupMs: Math.max(LEAST_CLEANUP_MS, (cleanup.length + 1) * each * timeoutMs),
  };
}

function paramsOf(auth: Auth, loaded: LoadedConfig): AuthParams | undefined {
  const target = loaded.webTargets[auth.target];
  if (target === undefined) return undefined;
  const toRequest = requestOf(auth);
  return withTimes({
    root: loaded.root,
    target,
    scheme: auth.scheme ?? 'Bearer',
    user: auth.user,
    account: auth.account?.user,
    register: auth.register && toRequest(auth.register),
    login: toRequest(auth.login),
    whoami: toRequest(auth.whoami),
    logout: auth.logout && toRequest(auth.logout),
    token: auth.token ?? '$.auth_token',
    signingKey: auth.signingKey,
    cleanup: cleanupOf(auth, loaded),
    attacks: auth.attacks ?? true,
    rateLimit: auth.rateLimit ?? true,
    budget: auth.budget ?? DEFAULT_BUDGET,
    timeoutMs: auth.timeout ?? DEFAULT_TIMEOUT_MS,
  });
}

function schemasOf(auth: Auth, root: string): AuthExpectation['schemas'] {
  const steps = (['register', 'login', 'whoami', 'logout'] as const).map(name => {
    const schema = (auth[name]?.expect as HttpExpectation | undefined)?.schema;
    return [name, schema === undefined ? undefined : loadSchema(root, schema)] as const;
  });
  return Object.fromEntries(steps.filter(([, judge]) => judge !== undefined));
}

/** The one application of a check of this level, where it applies. `needs` are names of checks of this level. */
export function onAuth(
  loaded: LoadedConfig,
  needs: readonly string[],
  applies: (auth: Auth) => boolean = () => true,
): AuthInstance[] {
  const { auth } = loaded.config;
  if (auth === undefined || !applies(auth)) return [];
  const params = paramsOf(auth, loaded);
  if (params === undefined) return [];
  const { name, tls } = params.target;
  return [
    {
      subject: name,
      params,
      expectation: { scheme: params.scheme, tls, schemas: schemasOf(auth, loaded.root) },
      tags: auth.tags ?? [],
      needs: needs.map(check => `auth.${check}:${name}`),
      timeoutMs: params.sessionMs + params.cleanupMs + MARGIN_MS,
    },
  ];
}

/** For checks that try what must be refused: only where `auth.attacks` is on. */
export const attacking = (auth: Auth): boolean => auth.attacks !== false;
