import type { InitOptions } from './init.ts';

/** Whether a person is there to be asked, and wants to be. */
export const isInteractive = ({ yes, dryRun, diff, json }: InitOptions): boolean =>
  process.stdin.isTTY === true && process.stdout.isTTY === true && !(yes || dryRun || diff || json);

/** Which web target people come in by; undefined when the question is put away. */
export async function chooseFront(
  names: readonly string[],
  likely: string | undefined,
): Promise<string | undefined> {
  const { isCancel, select } = await import('@clack/prompts');
  const answer = await select({
    message: 'Through which service do people come in?',
    options: names.map(name => ({ value: name, label: name })),
    initialValue: likely,
  });
  return isCancel(answer) ? undefined : answer;
}

/** Shows the file, and asks whether to write it. */
export async function confirmWrite(text: string): Promise<boolean> {
  const { confirm } = await import('@clack/prompts');
  process.stdout.write(`\n${text}\n`);
  return (await confirm({ message: 'Write this file?' })) === true;
}
