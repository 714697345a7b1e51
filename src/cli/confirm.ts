import { createInterface } from 'node:readline/promises';

async function ask(question: string, signal: AbortSignal): Promise<string> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return '';
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await asking.question(question, { signal })).trim();
  } finally {
    asking.close();
  }
}

/** Asks a person; without a terminal nobody is there to say yes. */
export const confirm = async (question: string, signal: AbortSignal): Promise<boolean> =>
  /^y(es)?$/i.test(await ask(`${question} [y/N] `, signal));

/** Has a person type a name, for what cannot be taken back. */
export const confirmByName = async (question: string, name: string, signal: AbortSignal): Promise<boolean> =>
  (await ask(`${question} Type ${name} to go on: `, signal)) === name;
