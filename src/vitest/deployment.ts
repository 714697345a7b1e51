import { inject } from 'vitest';
import { loadConfig } from '../config/load.ts';
import { withoutStack } from '../engine/without-stack.ts';
import { selectRuntime } from '../runtimes/select-runtime.ts';

/** The config of the run: failsafe.yaml, or what FAILSAFE_CONFIG names. */
export const loaded = await loadConfig({});

const handle = inject('stackHandle');

/** The stack that the set-up has started or found. */
export const stack =
  handle === undefined
    ? withoutStack(loaded.runtime, loaded.config.project)
    : await (await selectRuntime(loaded.runtime)).attach(loaded, handle);
