/**
 * A program that starts the stack of a project and holds it: `hold-stack.ts ROOT SERVICES`, where SERVICES is JSON. It
 * tells on standard output what happens, so that a test can kill it at any moment, or run it as another user.
 */
import { ProblemError } from '../../../model/problem.ts';
import { processes } from '../processes.ts';
import { loadedConfig } from './test-project.ts';

const [, , root = '', services = '{}'] = process.argv;
const loaded = loadedConfig(root, JSON.parse(services));
const tell = (told: object) => console.log(JSON.stringify(told));

try {
  const { signal } = new AbortController();
  const progress = (message: string) => tell({ progress: message });
  const { handle, stop } = await processes.start(loaded, { signal, progress });
  const stack = await processes.attach(loaded, handle);
  // Before it is told: who hears that it started may send the signal at once, and Node without a handler would debug.
  process.on('SIGUSR1', async () => {
    await stop();
    process.exit();
  });
  setInterval(() => {}, 60_000);
  tell({ handle, states: await stack.services(signal) });
} catch (error) {
  tell({ problems: error instanceof ProblemError ? error.problems : [{ code: String(error) }] });
  process.exitCode = 1;
}
