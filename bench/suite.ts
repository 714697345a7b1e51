import { config } from './config/config.ts';
import { growth } from './growth/growth.ts';
import type { Benchmark } from './harness/benchmark.ts';
import { healing } from './healing/healing.ts';
import { http } from './http/http.ts';
import { isolated } from './isolated/isolated.ts';
import { monitor } from './monitor/monitor.ts';
import { precommit } from './precommit/precommit.ts';
import { stack } from './stack/stack.ts';
import { startUp } from './start-up/start-up.ts';

/** All benchmarks, in the order of the page. */
export const suite: readonly Benchmark[] = [
  http,
  config,
  startUp,
  growth,
  stack,
  isolated,
  precommit,
  monitor,
  healing,
];
