import { dirname, join } from 'node:path';
import type { LoadedConfig } from '../../../config/loaded-config.ts';
import type { RuntimeName } from '../../../model/stack.ts';

/** What a test says of its deployment. */
export interface LiteralConfig {
  readonly runtime: RuntimeName;
  /** Absolute paths. */
  readonly composeFiles: readonly string[];
  readonly services: readonly string[];
  readonly root?: string;
  readonly stack?: LoadedConfig['config']['stack'];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A configuration as the loader would give it, without a failsafe.yaml. */
export function literalConfig(literal: LiteralConfig): LoadedConfig {
  const root = literal.root ?? dirname(literal.composeFiles[0] ?? '/nowhere/compose.yaml');
  return {
    config: { version: 1, project: 'fixture', stack: literal.stack },
    file: join(root, 'failsafe.yaml'),
    root,
    runtime: literal.runtime,
    topology: { services: literal.services, dependsOn: {} },
    webTargets: {},
    databaseTargets: {},
    protocolTargets: {},
    composeFiles: literal.composeFiles,
    stackEnvironment: literal.environment ?? {},
    secrets: [],
  };
}
