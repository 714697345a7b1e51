import type { ProbeContext } from '../model/probe.ts';
import type { Secret } from '../model/secret.ts';
import type { Address } from '../model/stack.ts';
import type { DatabaseTarget, ProtocolTarget, WebTarget } from '../model/target.ts';

/** What an entry of `custom` in failsafe.yaml tells a probe. */
export interface OwnLook<Parameters> {
  /** `with` of failsafe.yaml, as the JSON Schema of the check has it, its defaults filled in. */
  readonly parameters: Parameters;
  /** The target that is named there. */
  readonly target?: WebTarget | DatabaseTarget | ProtocolTarget;
  /** `secrets` of failsafe.yaml by name; `reveal()` gives a value, and only where it is needed. */
  readonly secrets: Readonly<Record<string, Secret>>;
}

/** What a probe may use. Every wait must keep to `signal`: it aborts when the time of the look is up. */
export interface OwnProbeContext extends Pick<ProbeContext, 'stack' | 'signal' | 'timeoutMs' | 'keepSecret'> {
  /**
   * Where the target is at this moment, in whatever runtime.
   *
   * @throws ProbeError `target` SERVICE_MISSING, SERVICE_NOT_RUNNING, PORT_NOT_PUBLISHED
   */
  address(): Promise<Address>;
  /**
   * The address of a path of a target that speaks HTTP.
   *
   * @throws ProbeError as `address`
   */
  url(path: string): Promise<string>;
}

/** Does the I/O of a check and says what it saw. It never judges: the check does. */
export interface OwnProbe<Observation, Parameters> {
  /** It changes something in the application: it is not made twice, and begins when the others have looked. */
  readonly writes?: boolean;
  /**
   * Looks. What comes of it must be JSON-safe.
   *
   * @throws ProbeError of kind `target`: evidence against the target, the check fails; of kind `observer`, and whatever
   *   else is thrown: nobody could look, the check is an `error`
   */
  observe(look: OwnLook<Parameters>, context: OwnProbeContext): Promise<Observation> | Observation;
}

/** Gives a probe its types. */
export const defineProbe = <Observation, Parameters = Record<string, unknown>>(
  probe: OwnProbe<Observation, Parameters>,
): OwnProbe<Observation, Parameters> => probe;
