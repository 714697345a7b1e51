/** Paths and texts. */
export type Files = Readonly<Record<string, string>>;

const python = (name: string) =>
  `from flask import Blueprint, jsonify\n\n${name} = Blueprint("${name}", __name__)\n\n\n@${name}.route("/${name}/ping")\ndef ping():\n    return jsonify({"status": "success"})\n`;
const component = (name: string) =>
  `import React, { useState } from 'react';\n\nexport default function ${name}({ users }) {\n  const [open, setOpen] = useState(false);\n  return <ul onClick={() => setOpen(!open)}>{users.map(user => <li key={user.id}>{user.name}</li>)}</ul>;\n}\n`;

/** Twenty small files in all languages, as a commit has them. */
export const MIXED: Files = {
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

/** Of the twenty those that no parser made of WebAssembly reads, and no rule finds anything in that refuses. */
export const WITHOUT_WASM: Files = Object.fromEntries(
  Object.entries(MIXED)
    .filter(([path]) => /\.(?:jsx|ts|json|md|yml|toml)$|\.env/.test(path))
    .slice(0, 10),
);

/** The twenty in so many folders, each text another. */
export const mixedTimes = (times: number): Files =>
  Object.fromEntries(
    Array.from({ length: times }, (_, index) =>
      Object.entries(MIXED).map(
        ([path, text]) => [`part-${index}/${path}`, text + '\n'.repeat(index)] as const,
      ),
    ).flat(),
  );
