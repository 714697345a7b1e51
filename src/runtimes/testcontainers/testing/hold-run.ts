/**
 * A program that starts a run and holds it: `hold-run.ts COMPOSE_FILE`. It tells on standard output, a line of JSON for
 * each, how the start goes and which run it holds, so that a test can kill it at any moment.
 */
import type { StackHandle } from '../../../model/stack.ts';
import { literalConfig } from '../../docker/testing/literal-config.ts';
import { testcontainers } from '../testcontainers.ts';

/** What is told. */
export type Told = { readonly progress: string } | { readonly handle: StackHandle };

const [, , file = ''] = process.argv;
const tell = (told: Told) => console.log(JSON.stringify(told));
const loaded = literalConfig({ runtime: 'testcontainers', composeFiles: [file], services: [] });
const { handle } = await testcontainers.start(loaded, {
  signal: new AbortController().signal,
  progress: progress => tell({ progress }),
});
tell({ handle });
setInterval(() => {}, 60_000);
