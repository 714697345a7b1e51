import { defineConfig } from 'vitest/config';
import { failsafeConfig } from './src/vitest/config.ts';

/** The checks of the deployment that failsafe.yaml describes, and nothing but the checks. */
export default defineConfig(await failsafeConfig());
