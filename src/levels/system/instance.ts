import type { LoadedConfig } from '../../config/loaded-config.ts';
import { isSafeMethod, methodAndPath } from '../../config/method.ts';
import type { Request } from '../../config/schema/request.ts';
import type { Flow, FlowStep } from '../../config/schema/system.ts';
import { loadSchema } from '../../matching/json-schema.ts';
import type {
  FlowParams,
  FlowRequest,
  FlowStatement,
  FlowStepParams,
} from '../../model/observations/flow.ts';
import type { CheckInstance } from '../check.ts';

/** An application of a check of this level. */
export type FlowInstance = CheckInstance<'flow', Record<string, never>>;

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_WITHIN_MS = 5000;
const TEARDOWN_MS = 10_000;
/** For the probe to tell what it saw. */
const MARGIN_MS = 1000;
const DEFAULT_PATH = '/socket.io/';

type Teardown = NonNullable<Flow['teardown']>[number];

/** Reads a schema when the plan is made, so that one that is missing is told then. */
function checked<T>(expect: T, root: string): T {
  const { schema } = (expect ?? {}) as { schema?: string | object };
  if (schema !== undefined) loadSchema(root, schema);
  return expect;
}

function toAct(step: Teardown, flow: Flow, loaded: LoadedConfig): FlowRequest | FlowStatement | undefined {
  const { name, capture, eventually: eventuallyMs } = step;
  const at = step.target ?? flow.target ?? '';
  const common = { name, capture, eventuallyMs };
  if ('sql' in step) {
    const target = loaded.databaseTargets[at];
    const { sql, params, expect } = step;
    return target && { ...common, kind: 'statement', target, sql, params, expect };
  }
  const target = loaded.webTargets[at];
  const { headers, json, form, text } = step;
  const expect = checked(step.expect, loaded.root);
  return (
    target && {
      ...common,
      kind: 'request',
      target,
      ...methodAndPath(step as Request),
      headers,
      json,
      form,
      text,
      expect,
    }
  );
}

function toStep(step: FlowStep, flow: Flow, loaded: LoadedConfig): FlowStepParams | undefined {
  if ('event' in step) {
    const { name, event, expect, capture, within: withinMs = DEFAULT_WITHIN_MS } = step;
    return { kind: 'event', name, event, expect, capture, withinMs };
  }
  if ('connect' in step) {
    const target = loaded.webTargets[step.target ?? flow.target ?? ''];
    const { path = DEFAULT_PATH, emit, data, ready } = step.connect;
    return target && { kind: 'connection', name: step.name, target, path, emit, data, ready };
  }
  return toAct(step, flow, loaded);
}

const present = <T>(items: readonly (T | undefined)[]): T[] => items.filter(item => item !== undefined);

function toParams(flow: Flow, loaded: LoadedConfig): FlowParams {
  return {
    flow: flow.name,
    root: loaded.root,
    variables: flow.variables ?? {},
    steps: present(flow.steps.map(step => toStep(step, flow, loaded))),
    teardown: present((flow.teardown ?? []).map(step => toAct(step, flow, loaded))),
    timeoutMs: flow.timeout ?? DEFAULT_TIMEOUT_MS,
    teardownMs: TEARDOWN_MS,
  };
}

const sameRequest = (one: Request, other: Request): boolean => {
  const [a, b] = [methodAndPath(one), methodAndPath(other)];
  return a.method === b.method && a.path === b.path;
};

/**
 * Whether a step may make something in the application: a request of a method that is not safe, but for the login and the
 * logout that are declared. Statements of steps may only read.
 */
export function mayMake(step: FlowStep, { auth }: LoadedConfig['config']): boolean {
  if ('sql' in step || 'event' in step || 'connect' in step) return false;
  const sessions = [auth?.login, auth?.logout].filter(one => one !== undefined);
  return !isSafeMethod(methodAndPath(step).method) && !sessions.some(one => sameRequest(one, step));
}

/** The checks that look at one step for itself: they say why a flow breaks there, and it only follows. */
function explainedBy(step: FlowStep | Teardown, flow: Flow, { config }: LoadedConfig): string[] {
  const at = ('target' in step ? step.target : undefined) ?? flow.target;
  if ('connect' in step) {
    const servers = (config.realtime?.socketio ?? []).filter(({ target }) => target === at);
    return servers.flatMap(({ name, target }) =>
      ['connect', 'echo', 'hold'].map(check => `realtime.${check}:${name ?? target}`),
    );
  }
  if ('sql' in step || 'event' in step) return [];
  const { api, auth } = config;
  const endpoints = (api?.endpoints ?? []).filter(
    one => (one.target ?? api?.target) === at && sameRequest(one, step),
  );
  const steps = (['register', 'login', 'whoami', 'logout'] as const).filter(name => {
    const declared = auth?.[name];
    return declared !== undefined && auth?.target === at && sameRequest(declared, step);
  });
  return [
    ...endpoints.map(({ name }) => `api.status:${name}`),
    ...steps.map(name => `auth.${name === 'logout' ? 'logout-revokes' : name}:${at}`),
  ];
}

/** One application a flow, of those that apply. */
export function onFlows(loaded: LoadedConfig, applies: (flow: Flow) => boolean = () => true): FlowInstance[] {
  const flows = loaded.config.system?.flows ?? [];
  return flows.filter(applies).map(flow => {
    const params = toParams(flow, loaded);
    return {
      subject: flow.name,
      params,
      expectation: {},
      tags: flow.tags ?? [],
      needs: flow.needs ?? [],
      excusedBy: [...new Set(flow.steps.flatMap(step => explainedBy(step, flow, loaded)))],
      timeoutMs: params.timeoutMs + params.teardownMs + MARGIN_MS,
    };
  });
}
