import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Config } from '../../config/schema/config.ts';
import type { ServiceState } from '../../model/stack.ts';

/** A loaded config for tests: of failsafe.yaml and the stack, only what is given. */
export function loadedWith(
  config: Partial<Config> = {},
  more: Partial<LoadedConfig> & { services?: readonly string[] } = {},
): LoadedConfig {
  const { services = [], ...rest } = more;
  return {
    config: { version: 1, project: 'shop', ...config },
    file: '/shop/failsafe.yaml',
    root: '/shop',
    runtime: 'compose',
    topology: { services, dependsOn: {} },
    webTargets: {},
    databaseTargets: {},
    protocolTargets: {},
    composeFiles: [],
    stackEnvironment: {},
    secrets: [],
    ...rest,
  };
}

/** The state of a service that runs and is well, but for what is given. */
export const state = (more: Partial<ServiceState> = {}): ServiceState => ({
  service: 'users',
  state: 'running',
  health: 'healthy',
  oomKilled: false,
  restarts: 0,
  startedAt: '2026-01-01T11:00:00.000Z',
  image: 'users:1',
  imageCurrent: true,
  ports: {},
  oneShot: false,
  ...more,
});

/** An hour after {@link state} started. */
export const NOON = Date.parse('2026-01-01T12:00:00.000Z');
