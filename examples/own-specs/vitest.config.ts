import { failsafeConfig } from 'failsafe/config';
import { defineConfig } from 'vitest/config';

export default defineConfig(await failsafeConfig());
