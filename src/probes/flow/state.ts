import { select } from '../../matching/json-path.ts';
import { fill, unique } from '../../matching/template.ts';
import type { FlowParams, FlowStepParams } from '../../model/observations/flow.ts';
import type { ProbeContext } from '../../model/probe.ts';
import type { Stack } from '../../model/stack.ts';
import { lastingDeployment } from '../lasting.ts';
import { namesSecret } from '../names-secret.ts';
import type { Client, Received } from '../socketio/client.ts';

/** A flow under way. */
export interface FlowState {
  readonly params: FlowParams;
  readonly stack: ProbeContext['stack'];
  readonly variables: Record<string, unknown>;
  /** A request that may have made something was sent and not refused. */
  created: boolean;
  readonly clients: Client[];
  /** Cookies that answers have set, by target and name. */
  readonly jars: Map<string, Map<string, string>>;
  /** Events that a step has taken. */
  readonly taken: Set<Received>;
  keepSecret(value: string): void;
}

/** The state before the first step; `{{unique}}` has one value for the whole flow. */
export function startFlow(params: FlowParams, { stack, keepSecret }: ProbeContext): FlowState {
  const own = { unique: unique() };
  const variables = { ...own, ...fill(params.variables, own) };
  for (const [name, value] of Object.entries(variables)) if (namesSecret(name)) keepSecret(value);
  return {
    params,
    stack,
    variables,
    created: false,
    clients: [],
    jars: new Map(),
    taken: new Set(),
    keepSecret,
  };
}

/** The name of this look, at this deployment, among notes of what is unfinished. */
export function lookOf({ flow, steps, teardown }: FlowParams, stack: Stack): string | undefined {
  const endpoints = [...steps, ...teardown].flatMap(step => ('target' in step ? [step.target.endpoint] : []));
  const deployment = lastingDeployment(stack, endpoints);
  return deployment && `flow:${flow} of ${deployment}`;
}

/**
 * The variables that another run needs to remove what this one made: those of the start that the teardown finds it by.
 * What a step has captured is none of them: an id may be that of another record by then.
 */
export function findingVariables(state: FlowState): Record<string, string> {
  const finds = JSON.stringify(
    state.params.teardown.map(step => (step.kind === 'statement' ? [step.sql, step.params] : step.path)),
  );
  const shown = Object.entries(shownVariables(state));
  return Object.fromEntries(shown.filter(([name]) => new RegExp(`\\{\\{\\s*${name}\\s*\\}\\}`).test(finds)));
}

/** The variables that may be shown, to find by hand what was left behind. */
export const shownVariables = ({ variables, params }: FlowState): Record<string, string> =>
  Object.fromEntries(
    ['unique', ...Object.keys(params.variables)]
      .filter(name => !namesSecret(name))
      .map(name => [name, String(variables[name])]),
  );

/** Sets the variables that a step captures; returns the paths that select nothing. */
export function captureFrom(
  state: FlowState,
  { capture = {} }: Pick<FlowStepParams, 'capture'>,
  document: unknown,
): { variable: string; path: string }[] {
  return Object.entries(capture).flatMap(([variable, path]) => {
    const [value] = document === undefined ? [] : select(document, path);
    if (value === undefined) return [{ variable, path }];
    state.variables[variable] = value;
    if (typeof value === 'string' && namesSecret(variable)) state.keepSecret(value);
    return [];
  });
}
