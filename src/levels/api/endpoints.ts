import type { LoadedConfig } from '../../config/loaded-config.ts';
import { isSafeMethod, methodAndPath } from '../../config/method.ts';
import type { ApiEndpoint } from '../../config/schema/api.ts';
import { mustNotBeAPage } from '../../matching/judge-undeclared.ts';
import type { HttpRequest } from '../../model/observations/http.ts';
import { ProblemError } from '../../model/problem.ts';
import type { WebTarget } from '../../model/target.ts';
import { behind } from './upstream.ts';

/** An endpoint that failsafe.yaml declares, with its target. */
export interface DeclaredEndpoint {
  readonly endpoint: ApiEndpoint;
  readonly target: WebTarget;
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
  const declared = endpoints.map(endpoint => ({ endpoint, target: targetOf(loaded, endpoint) }));
  declaredIn.set(loaded, declared);
  return declared;
}

/**
 * The request of an endpoint. All checks of the endpoint look with the very same one, so it is sent once a cycle,
 * whatever it does.
 */
export function requestOf({ endpoint, target }: DeclaredEndpoint): HttpRequest {
  const { headers, json, form, text } = endpoint;
  return { target, ...methodAndPath(endpoint), headers, json, form, body: text };
}

/** Ids of the checks of the same endpoint that must pass first: a page, or the body of an error, is not judged further. */
export function needsAnswer({ endpoint }: DeclaredEndpoint): string[] {
  return [...(endpoint.needs ?? []), `api.status:${endpoint.name}`];
}

/** Whether an HTML page cannot be what an endpoint is meant to answer with. */
export const isNoPage = ({ endpoint }: DeclaredEndpoint): boolean =>
  mustNotBeAPage(endpoint.expect, methodAndPath(endpoint).path);

/** Ids of what must pass before the status is worth a look. */
export function needsNoPage(declared: DeclaredEndpoint): string[] {
  const { name, needs = [] } = declared.endpoint;
  return isNoPage(declared) ? [...needs, `api.not-a-page:${name}`] : [...needs];
}

const upstreamsOf = (loaded: LoadedConfig, declared: DeclaredEndpoint) => {
  const { method, path } = requestOf(declared);
  const { upstreams } = behind(loaded, declared, path);
  return isSafeMethod(method) && upstreams.length > 0 ? { upstreams } : undefined;
};

const paramsFor = new WeakMap<DeclaredEndpoint, HttpRequest>();

function paramsOf(loaded: LoadedConfig, declared: DeclaredEndpoint): HttpRequest {
  const known = paramsFor.get(declared);
  if (known !== undefined) return known;
  const params = { ...requestOf(declared), ...upstreamsOf(loaded, declared) };
  paramsFor.set(declared, params);
  return params;
}

/** The parts of a check's application that all checks of an endpoint share. */
export const applied = (loaded: LoadedConfig, declared: DeclaredEndpoint) => ({
  subject: declared.endpoint.name,
  params: paramsOf(loaded, declared),
  tags: declared.endpoint.tags,
  timeoutMs: declared.endpoint.timeout ?? loaded.config.api?.timeout,
  eventuallyMs: declared.endpoint.eventually,
  ...(!isSafeMethod(methodAndPath(declared.endpoint).method) && { unsafe: true as const }),
});
