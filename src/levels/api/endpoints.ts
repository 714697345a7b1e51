import type { LoadedConfig } from '../../config/loaded-config.ts';
import { isSafeMethod, methodAndPath } from '../../config/method.ts';
import type { ApiEndpoint } from '../../config/schema/api.ts';
import { mustNotBeAPage } from '../../matching/judge-undeclared.ts';
import type { HttpRequest } from '../../model/observations/http.ts';
import { ProblemError } from '../../model/problem.ts';
import type { WebTarget } from '../../model/target.ts';
import type { CheckInstance } from '../check.ts';
import { behind } from './upstream.ts';

/** An endpoint that failsafe.yaml declares, with its target. */
export interface DeclaredEndpoint {
  readonly endpoint: ApiEndpoint;
  readonly target: WebTarget;
  /** Of its request. */
  readonly method: string;
  readonly path: string;
}

function targetOf({ config, webTargets }: LoadedConfig, endpoint: ApiEndpoint): WebTarget {
  const name = endpoint.target ?? config.api?.target ?? '';
  const target = webTargets[name];
  if (target !== undefined) return target;
  throw new ProblemError([
    {
      code: 'CONFIG_UNKNOWN_REFERENCE',
      message: `the endpoint ${endpoint.name} names no web target`,
      expected: `one of ${Object.keys(webTargets).join(', ')}`,
      got: name,
      fix: 'Name one as `target` of the endpoint or of `api`.',
    },
  ]);
}

const declaredIn = new WeakMap<LoadedConfig, readonly DeclaredEndpoint[]>();

/** All endpoints; the very same ones for every check of them. */
export function endpointsOf(loaded: LoadedConfig): readonly DeclaredEndpoint[] {
  const known = declaredIn.get(loaded);
  if (known !== undefined) return known;
  const endpoints = loaded.config.api?.endpoints ?? [];
  const declared = endpoints.map(endpoint => ({
    endpoint,
    target: targetOf(loaded, endpoint),
    ...methodAndPath(endpoint),
  }));
  declaredIn.set(loaded, declared);
  return declared;
}

/** Ids of the checks of the same endpoint that must pass first: a page, or the body of an error, is not judged further. */
export function needsAnswer({ endpoint }: DeclaredEndpoint): string[] {
  return [...(endpoint.needs ?? []), `api.status:${endpoint.name}`];
}

/** Whether an HTML page cannot be what an endpoint is meant to answer with. */
export const isNoPage = ({ endpoint, path }: DeclaredEndpoint): boolean =>
  mustNotBeAPage(endpoint.expect, path);

/** Ids of what must pass before the status is worth a look. */
export function needsNoPage(declared: DeclaredEndpoint): string[] {
  const { name, needs = [] } = declared.endpoint;
  return isNoPage(declared) ? [...needs, `api.not-a-page:${name}`] : [...needs];
}

function requestOf(loaded: LoadedConfig, declared: DeclaredEndpoint): HttpRequest {
  const { endpoint, target, method, path } = declared;
  const { headers, json, form, text } = endpoint;
  const request = { target, method, path, headers, json, form, body: text };
  const { upstreams } = behind(loaded, declared);
  return isSafeMethod(method) && upstreams.length > 0 ? { ...request, upstreams } : request;
}

type Applied = Omit<CheckInstance<'http', never>, 'needs' | 'expectation'>;

const appliedTo = new WeakMap<DeclaredEndpoint, Applied>();

/**
 * The parts of a check's application that all checks of an endpoint share. All of them look with the very same request,
 * so it is sent once a cycle, whatever it does.
 */
export function applied(loaded: LoadedConfig, declared: DeclaredEndpoint): Applied {
  const known = appliedTo.get(declared);
  if (known !== undefined) return known;
  const { endpoint, method } = declared;
  const shared = {
    subject: endpoint.name,
    params: requestOf(loaded, declared),
    tags: endpoint.tags,
    timeoutMs: endpoint.timeout ?? loaded.config.api?.timeout,
    eventuallyMs: endpoint.eventually,
    ...(!isSafeMethod(method) && { unsafe: true as const }),
  };
  appliedTo.set(declared, shared);
  return shared;
}
