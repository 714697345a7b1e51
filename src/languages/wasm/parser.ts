import type { Answer, Question } from './ask.ts';

/** The process in which WebAssembly is: it answers until whoever asks is gone. */
const parsers = {
  python: () => import('./python.ts'),
  shell: () => import('./shell.ts'),
} as const;

process.on('message', async ({ id, language, text, path }: Question) => {
  const answer: Answer = await parsers[language]()
    .then(async ({ parse }) => ({ id, reading: await parse(text, path) }))
    .catch((error: unknown) => ({ id, error: error instanceof Error ? error.message : String(error) }));
  process.send?.(answer);
});
process.once('disconnect', () => process.exit());
