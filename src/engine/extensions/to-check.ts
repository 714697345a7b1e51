import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { CustomCheck } from '../../config/schema/custom.ts';
import type { OwnCheck } from '../../extend/check.ts';
import type { Check, CheckInstance } from '../../levels/check.ts';
import type { ProbeId } from '../../model/probe.ts';
import { guardProbe, type Look } from './guard-probe.ts';
import { guardVerdict } from './guard-verdict.ts';

/** An entry of `custom` with the parameters that its check has accepted. */
export interface Application {
  readonly declared: CustomCheck;
  readonly parameters: Record<string, unknown>;
}

/** What an entry of `custom` is about. */
export const subjectOf = ({ name, target }: CustomCheck, { config }: LoadedConfig): string =>
  name ?? target ?? config.project;

function targetOf(name: string | undefined, loaded: LoadedConfig): Look['target'] {
  if (name === undefined) return undefined;
  return loaded.webTargets[name] ?? loaded.databaseTargets[name] ?? loaded.protocolTargets[name];
}

function instanceOf({ declared, parameters }: Application, own: OwnCheck, loaded: LoadedConfig) {
  const { target, secrets = {}, tags, needs, timeout, eventually } = declared;
  const look: Look = { parameters, target: targetOf(target, loaded), secrets };
  return {
    subject: subjectOf(declared, loaded),
    params: look as unknown as CheckInstance<ProbeId, unknown>['params'],
    expectation: parameters,
    tags,
    needs,
    timeoutMs: timeout,
    eventuallyMs: eventually,
    ...(own.probe.writes && { unsafe: true as const }),
  };
}

/** A check of a module as the engine knows checks. */
export function toCheck(own: OwnCheck, applications: readonly Application[]): Check {
  const ownProbe = guardProbe(own);
  const { id, level, severity = 'error', title, why, source, codes } = own;
  return {
    ...{ id, level, severity, title, why, source, codes },
    probe: ownProbe.id,
    ownProbe,
    instances: loaded => applications.map(application => instanceOf(application, own, loaded)),
    evaluate: (observation, expectation) =>
      guardVerdict(own, () => own.evaluate(observation, expectation as Record<string, unknown>)),
  };
}
