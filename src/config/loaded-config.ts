import type { Problem } from '../model/problem.ts';
import type { Secret } from '../model/secret.ts';
import type { RuntimeName } from '../model/stack.ts';
import type { DatabaseTarget, ProtocolTarget, WebTarget } from '../model/target.ts';
import type { ComposeProject } from './compose-file.ts';
import type { Flaw } from './flaw.ts';
import type { Config } from './schema/config.ts';
import type { Topology } from './topology.ts';

/** A failsafe.yaml that has been loaded, with what was read beside it. */
export interface LoadedConfig {
  readonly config: Config;
  /** Absolute path of failsafe.yaml. */
  readonly file: string;
  /** Its folder; relative paths in the file start here. */
  readonly root: string;
  /** The runtime in force: option, else FAILSAFE_RUNTIME, else the file, else `compose`. */
  readonly runtime: RuntimeName;
  readonly topology: Topology;
  readonly webTargets: Readonly<Record<string, WebTarget>>;
  readonly databaseTargets: Readonly<Record<string, DatabaseTarget>>;
  readonly protocolTargets: Readonly<Record<string, ProtocolTarget>>;
  /** `stack.compose` as absolute paths. */
  readonly composeFiles: readonly string[];
  /** What these files say of each service. */
  readonly compose?: ComposeProject;
  /** Variables of `stack.env`, without those of the real environment. */
  readonly stackEnvironment: Readonly<Record<string, string>>;
  /** Every secret of the file, to redact. */
  readonly secrets: readonly Secret[];
  /** Finds the place of a flaw that shows only later; undefined of what was read from no file. */
  readonly place?: (flaw: Flaw) => Problem;
}
