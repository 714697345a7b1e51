import { ruleCheck } from '../rule.ts';

/** Python that can be read does not fail where it can be known beforehand. */
export const check = ruleCheck('source', {
  id: 'S14',
  name: 'python-mistakes',
  severity: 'medium',
  title: 'Python stumbles over nothing that can be seen beforehand',
  why: 'A name that does not exist is an error only when its line is reached: in production, on the path that no test takes.',
  source: 'ruff F50, F52, F63, F82, PLE; pyflakes, pylint',
  problem: 'A line that fails when it is reached',
  cause: 'A name was misspelt, or its import was removed.',
  fix: 'Correct the name or import it; `# noqa: CODE` allows a line, as it does for ruff.',
  reads: ['python'],
  alone: true,
  bad: { 'app.py': 'def ping():\n    return jsonify({"status": "success"})\n' },
  good: {
    'app.py': 'from flask import jsonify\n\n\ndef ping():\n    return jsonify({"status": "success"})\n',
    'old.py': 'def text(value):\n    return unicode(value)  # noqa: F821\n',
  },
  *find({ files }) {
    for (const { path, language, mistakes = [] } of files)
      for (const mistake of language === 'python' ? mistakes : []) yield { file: path, ...mistake };
  },
});
