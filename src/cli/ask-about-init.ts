import type { InitOptions } from './init.ts';

/** Whether a person is there to be asked, and wants to be. */
export const isInteractive = ({ yes, dryRun, diff, json }: InitOptions): boolean =>
  process.stdin.isTTY === true && process.stdout.isTTY === true && !(yes || dryRun || diff || json);

/** What a question gives that is left with Ctrl-C or Escape. */
export const LEFT = Symbol('left');

/** Which web target people come in by. */
export async function chooseFront(
  names: readonly string[],
  likely: string | undefined,
): Promise<string | typeof LEFT> {
  const { isCancel, select } = await import('@clack/prompts');
  const answer = await select({
    message: 'Through which service do people come in?',
    options: names.map(name => ({ value: name, label: name })),
    initialValue: likely,
  });
  return isCancel(answer) ? LEFT : answer;
}

/** Shows the file, and asks whether to write it. */
export async function confirmWrite(text: string, name: string): Promise<boolean | typeof LEFT> {
  const { confirm, isCancel } = await import('@clack/prompts');
  process.stdout.write(`\n${text}\n`);
  const answer = await confirm({ message: `Write this as ${name}?` });
  return isCancel(answer) ? LEFT : answer;
}
