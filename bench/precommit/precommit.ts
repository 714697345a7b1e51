import type { Benchmark } from '../harness/benchmark.ts';
import { secretCases } from './secrets.ts';
import { stagedCases } from './staged.ts';
import { treeCases } from './trees.ts';

/** The hook, cold, and whole trees. */
export const precommit: Benchmark = {
  name: 'precommit',
  title: 'Pre-commit',
  about: `\`failsafe precommit\` from a cold start with so many files staged, beside hooks that do nothing: a script of git, one of
lefthook, one of the framework pre-commit. To be reached: one file within 0.4 s, 20 within 1 s, 10 files in no more than the framework
takes to do nothing where no parser made of WebAssembly is loaded.

Then 5,000 files with secrets of the places of \`tests/secrets\` (ours, so we find what we looked for; see [precommit.md](precommit.md#secrets))
and tokens in the forms that providers document, beside secretlint with its recommended rules and gitleaks. They look for secrets alone;
\`failsafe precommit --all\` reads the files out of git and looks at them with all 150 rules, its scan alone is \`tools/measure-secrets.ts\`.

Then trees of JavaScript, TypeScript, Python, YAML and Markdown, all of it read, beside \`git grep\`, which reads the same objects.

Of ten files the profiles of 2026-11-27 showed 30 ms of Node, 20 ms of the command line, and the rest modules and first calls: a generated function of
200 KB for any compose file, the 73 modules of yaml, tables of letters to compare a path with itself, checks of levels that no commit looks at, and a wait for a
Node in which oxlint was to start. It starts while the rest is loaded now, and the rest is gone. Of trees half of the time is YAML, which has a thread of its own where there is much of
it: less time for more memory.

Files are judged as they come out of git, a few megabytes at a time, and let go: 100 MB took 1,050 MB of memory before, and take half.`,
  async *cases({ short }) {
    yield* stagedCases(short);
    if (short) return;
    yield* secretCases();
    yield* treeCases();
  },
};
