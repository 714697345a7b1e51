import type { SourceObservation } from '../../model/observations/source.ts';
import { type Rule, ruleCheck } from '../rule.ts';
import { literalsIn, tokensIn } from '../secrets/scan.ts';

/** Put together here, so that no secret stands in the source of failsafe. */
const TOKEN = ['ghp', '_', 'q7Rk2mVx9Tz4Lw8Yb3Nc6Hd1', 'Jf5Gs0Pa2QeU'].join('');
const WORD = ['k9', 'Vx', '!mQ', '2z', 'Lw'].join('');

const rules: readonly Rule[] = [
  {
    id: 'K01',
    name: 'tokens',
    severity: 'critical',
    title: 'No token or private key stands in any file',
    why: 'Tokens in repositories are found by machines within minutes, and used.',
    source: 'CWE-798; GitHub documentation: Supported secret scanning patterns',
    problem: 'A token or key',
    cause: 'It was pasted in to try something.',
    fix: 'Revoke it first: it is in the history already. Then read it from the environment.',
    alone: true,
    secret: TOKEN,
    bad: { 'deploy.sh': `#!/bin/sh\ncurl -H "Authorization: token ${TOKEN}" https://api.github.com\n` },
    good: { 'deploy.sh': '#!/bin/sh\ncurl -H "Authorization: token $GITHUB_TOKEN" https://api.github.com\n' },
    *find({ files }: SourceObservation) {
      for (const file of files) yield* tokensIn(file);
    },
  },
  {
    id: 'K02',
    name: 'literal-secrets',
    severity: 'high',
    title: 'No password or key is written out in code',
    why: 'Whoever can read the repository, or any old copy of it, has it.',
    source: 'CWE-798; The Twelve-Factor App, III: Config',
    problem: 'A literal secret',
    cause: 'It was written down to get started.',
    fix: 'Read it from the environment, without a default; then change it.',
    alone: true,
    secret: WORD,
    bad: { 'config.py': `SECRET_KEY = "${WORD}"\n` },
    good: { 'config.py': 'import os\n\nSECRET_KEY = os.environ["SECRET_KEY"]\n' },
    *find({ files }: SourceObservation) {
      for (const file of files) yield* literalsIn(file);
    },
  },
];

/** Secrets in any file. Values are shown nowhere. */
export const checks = rules.map(rule => ruleCheck('security', rule));
