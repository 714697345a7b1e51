import { expect, test } from 'vitest';
import { rules as all } from '../engine/rules.generated.ts';
import type { Check } from './check.ts';
import { judgeAsRead } from './judge-as-read.ts';
import type { RuleCheck } from './rule.ts';
import { projectOf } from './testing.ts';

const rules = all as (Check & RuleCheck)[];
const AT_ONCE = 7;

/** The examples of all rules, each in a folder of its own. */
const everything = () =>
  projectOf(
    Object.fromEntries(
      rules.flatMap(({ rule }) =>
        [rule?.bad ?? {}, rule?.good ?? {}].flatMap((files, index) =>
          Object.entries(files).map(([path, given]) => [`${rule?.id}-${index}/${path}`, given]),
        ),
      ),
    ),
  );

test('what is judged in parts, and let go of, is judged as the whole is', async () => {
  const whole = await everything();
  const { judged, keep } = judgeAsRead({ rules, declared: {}, changed: undefined, keepsFound: false });
  const files = whole.files.flatMap((_, index) =>
    index % AT_ONCE === 0 ? keep(whole.files.slice(index, index + AT_ONCE)) : [],
  );
  for (const { id, evaluate } of rules)
    expect([id, evaluate({ ...whole, files, judged }, {})]).toEqual([id, evaluate(whole, {})]);
  expect(files.filter(({ text }) => text === undefined).length).toBeGreaterThan(AT_ONCE);
});

test('the text of a file in which nothing else is looked for is let go, unless something was found and it is wanted', async () => {
  const { files } = await projectOf({
    'a.js': 'debugger;\n',
    'b.js': 'run();\n',
    'c.js': 'run(process.env.SHOP);\n',
    'd.py': 'import os\n\nNAME = os.environ["SHOP"]\n',
    'e.md': 'Words.\n',
  });
  const kept = (keepsFound: boolean) =>
    judgeAsRead({ rules, declared: {}, changed: undefined, keepsFound })
      .keep(files)
      .filter(({ text }) => text !== undefined)
      .map(({ path }) => path);
  expect(kept(false)).toEqual(['c.js', 'd.py']);
  expect(kept(true)).toEqual(['a.js', 'c.js', 'd.py']);
});
