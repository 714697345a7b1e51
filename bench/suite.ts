import type { Benchmark } from './harness/benchmark.ts';
import { http } from './http/http.ts';

/** All benchmarks, in the order of the page. */
export const suite: readonly Benchmark[] = [http];
