import { ruleCheck } from '../rule.ts';

/** JavaScript and TypeScript that can be read do not fail where it can be known beforehand. */
export const check = ruleCheck('source', {
  id: 'S16',
  name: 'javascript-mistakes',
  severity: 'medium',
  title: 'JavaScript stumbles over nothing that can be seen beforehand',
  why: 'A constant that is assigned to throws only when its line is reached; a condition that cannot hold never says so.',
  source: 'oxlint, categories correctness and oxc; the rules of ESLint of the same names',
  problem: 'A line that throws when it is reached, or cannot be what was meant',
  cause: 'A slip of the pen, or half of a change.',
  fix: 'Correct it; `// eslint-disable-line RULE` (or `oxlint-disable-line`) allows a line, as it does for these.',
  reads: ['javascript'],
  alone: true,
  bad: { 'cart.js': 'const total = 0;\nexport const add = price => {\n  total = total + price;\n};\n' },
  good: {
    'cart.js': 'let total = 0;\nexport const add = price => {\n  total = total + price;\n};\n',
    'old.js':
      'export const self = it => {\n  it.width = it.width; // eslint-disable-line no-self-assign\n};\n',
  },
  *find({ files }) {
    for (const { path, language, mistakes = [] } of files)
      for (const mistake of language === 'javascript' ? mistakes : []) yield { file: path, ...mistake };
  },
});
