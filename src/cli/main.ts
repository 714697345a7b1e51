import type { Command } from 'commander';
import { createFrame } from './frame.ts';
import { guardProcess } from './guarded.ts';

type Add = (program: Command) => void;

/** What hooks, timers and scripts call again and again: of these the modules of no other command are loaded. */
const OFTEN: Readonly<Record<string, () => Promise<Add>>> = {
  check: async () => (await import('./check.ts')).addCheckCommand,
  config: async () => (await import('./config.ts')).addConfigCommand,
  precommit: async () => (await import('./precommit.ts')).addPrecommitCommand,
  status: async () => (await import('./monitor.ts')).addStatusCommand,
};

async function programFor(word = ''): Promise<Command> {
  if (!Object.hasOwn(OFTEN, word)) return (await import('./program.ts')).createProgram();
  const program = createFrame();
  (await OFTEN[word]?.())?.(program);
  return program;
}

guardProcess();
await (await programFor(process.argv[2])).parseAsync();
