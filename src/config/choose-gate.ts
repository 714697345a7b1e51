import { resolve } from 'node:path';
import { ProblemError } from '../model/problem.ts';
import { FAIL_ON, type FailOn } from '../model/status.ts';
import { didYouMean } from './did-you-mean.ts';
import type { LoadedConfig } from './loaded-config.ts';

/** What makes a run fail. */
export interface Gate {
  /** Warnings do. */
  readonly strict: boolean;
  /** Absolute path of the file of what is passed over; undefined where there is none. */
  readonly baseline?: string;
}

/** What options say of it. */
export interface GateOptions {
  readonly strict?: boolean;
  readonly failOn?: FailOn;
  /** Relative to the working directory. */
  readonly baseline?: string;
}

const isFailOn = (name: string): name is FailOn => (FAIL_ON as readonly string[]).includes(name);

/** @throws ProblemError FAIL_ON_UNKNOWN */
function failOnOf({
  FAILSAFE_FAIL_ON: name,
  FAILSAFE_STRICT: strict,
}: NodeJS.ProcessEnv): FailOn | undefined {
  if (!name) return strict === '1' ? 'warn' : undefined;
  if (isFailOn(name)) return name;
  throw new ProblemError([
    {
      code: 'FAIL_ON_UNKNOWN',
      message: `FAILSAFE_FAIL_ON is no kind of result: ${name}`,
      expected: `one of ${FAIL_ON.join(', ')}`,
      got: JSON.stringify(name),
      fix: didYouMean(name, FAIL_ON, ''),
    },
  ]);
}

/**
 * What makes a run fail: as options say, else FAILSAFE_FAIL_ON (FAILSAFE_STRICT=1 is its `warn`) and FAILSAFE_BASELINE, else `check` of
 * failsafe.yaml.
 *
 * @throws ProblemError FAIL_ON_UNKNOWN
 */
export function chooseGate(
  { config, root }: Pick<LoadedConfig, 'config' | 'root'>,
  options: GateOptions = {},
  environment: NodeJS.ProcessEnv = process.env,
): Gate {
  const { failOn, baseline } = config.check ?? {};
  const asked = options.strict ? 'warn' : (options.failOn ?? failOnOf(environment) ?? failOn);
  const named = options.baseline ?? environment.FAILSAFE_BASELINE;
  const file = named ? resolve(named) : baseline && resolve(root, baseline);
  return { strict: asked === 'warn', ...(file && { baseline: file }) };
}
