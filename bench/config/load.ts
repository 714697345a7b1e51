/** Loads the failsafe.yaml of a folder, and ends: `node bench/config/load.ts FOLDER`. */
import { loadConfig } from '../../src/config/load.ts';

await loadConfig({ cwd: process.argv[2] });
