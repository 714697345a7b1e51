/**
 * How long `failsafe precommit` takes from a cold start: `node bench/precommit/measure.ts [RUNS]`. Makes a repository with 20
 * staged files in all languages, and one with a single file, runs the command that often in each, and prints percentiles.
 * A Node that does nothing is started beside each run: on a machine that others use, the ratio of the two says more.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const RUNS = Number(process.argv[2] ?? 15);
const BIN = resolve(import.meta.dirname, '../../bin/failsafe.js');

const python = (name: string) =>
  `from flask import Blueprint, jsonify\n\n${name} = Blueprint("${name}", __name__)\n\n\n@${name}.route("/${name}/ping")\ndef ping():\n    return jsonify({"status": "success"})\n`;
const component = (name: string) =>
  `import React, { useState } from 'react';\n\nexport default function ${name}({ users }) {\n  const [open, setOpen] = useState(false);\n  return <ul onClick={() => setOpen(!open)}>{users.map(user => <li key={user.id}>{user.name}</li>)}</ul>;\n}\n`;

const MIXED: Readonly<Record<string, string>> = {
  'docker-compose.yml':
    'services:\n  users:\n    build: ./users\n    expose: [5000]\n  nginx:\n    image: nginx:1.29\n    ports: ["127.0.0.1:80:80"]\n',
  'users/Dockerfile': 'FROM debian:12\nRUN apt-get update\nUSER nobody\nCMD ["python3", "manage.py"]\n',
  'nginx/dev.conf':
    'server {\n  listen 80;\n  location /users { proxy_pass http://users:5000; }\n  location / { root /srv; }\n}\n',
  '.env.example': 'SECRET_KEY=\n',
  ...Object.fromEntries(
    ['users', 'auth', 'orders', 'carts', 'items'].map(name => [`users/project/${name}.py`, python(name)]),
  ),
  ...Object.fromEntries(
    ['Users', 'Form', 'Cart', 'Menu'].map(name => [`client/src/${name}.jsx`, component(name)]),
  ),
  'client/package.json': '{ "name": "client", "version": "1.0.0" }\n',
  'client/src/api.ts':
    'export const get = async (path: string): Promise<unknown> => (await fetch(path)).json();\n',
  'pyproject.toml': '[tool.ruff]\nline-length = 100\n',
  'deploy.sh': '#!/bin/sh\nset -e\ndocker compose up -d\n',
  'ci.yml': 'jobs:\n  test: { steps: [{ run: npm test }] }\n',
  'README.md': '# Shop\n',
  'client/public/manifest.json': '{ "name": "Shop", "start_url": "/" }\n',
};

function repository(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'failsafe-bench-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: path.endsWith('.sh') ? 0o755 : 0o644 });
  }
  execFileSync('git', ['init', '-q'], { cwd: folder });
  execFileSync('git', ['add', '.'], { cwd: folder });
  return folder;
}

function once(folder: string, ...args: readonly string[]): number {
  const begun = performance.now();
  try {
    execFileSync(process.execPath, args, { cwd: folder, stdio: 'ignore' });
  } catch (error) {
    if ((error as { status?: number }).status !== 1) throw error;
  }
  return performance.now() - begun;
}

const single = (path: string) => ({ [path]: MIXED[path] ?? '' });
for (const [name, files] of [
  [`${Object.keys(MIXED).length} mixed files`, MIXED],
  ['one Python file', single('users/project/users.py')],
  ['one JSX file', single('client/src/Users.jsx')],
  ['one YAML file', single('ci.yml')],
] as const) {
  const folder = repository(files);
  try {
    const pairs = Array.from({ length: RUNS }, () => [
      once(folder, '-e', '0'),
      once(folder, BIN, 'precommit'),
    ]);
    const sorted = (of: (pair: readonly number[]) => number) => pairs.map(of).sort((a, b) => a - b);
    const at = (values: readonly number[], part: number) =>
      values[Math.min(values.length - 1, Math.ceil(part * values.length) - 1)] ?? 0;
    const times = sorted(([, own = 0]) => own);
    const shown = [0.5, 0.95, 0.01].map(part => `${Math.round(at(times, part))} ms`);
    const bare = Math.round(
      at(
        sorted(([node = 0]) => node),
        0.5,
      ),
    );
    const ratio = at(
      sorted(([node = 1, own = 0]) => own / node),
      0.5,
    ).toFixed(1);
    process.stdout.write(
      `${name.padEnd(18)} median ${shown[0]}  p95 ${shown[1]}  least ${shown[2]}  bare node ${bare} ms, ${ratio} times that\n`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
