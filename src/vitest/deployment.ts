import { inject } from 'vitest';
import { loadConfig } from '../config/load.ts';
import { attachTo } from './attach-to.ts';

/** The config of the run: failsafe.yaml, or what FAILSAFE_CONFIG names. */
export const loaded = await loadConfig({});

/** The stack that the set-up has started or found. */
export const stack = await attachTo(loaded, inject('stackHandle'));
