import { ruleCheck } from '../rule.ts';
import { type LanguageFacts, syntaxRule } from '../syntax-rule.ts';

const languages: readonly LanguageFacts[] = [
  {
    id: 'S01',
    language: 'python',
    name: 'Python',
    source: 'The Python Language Reference, as ruff parses it',
    bad: { 'app.py': 'def ping(:\n    return "pong"\n' },
    good: { 'app.py': 'def ping():\n    return "pong"\n' },
  },
  {
    id: 'S02',
    language: 'javascript',
    name: 'JavaScript or TypeScript',
    source: 'ECMA-262, TypeScript, as oxc parses them',
    bad: { 'App.jsx': 'export const App = () => <main>{users.map(u => <li>{u}</li>)</main>;\n' },
    good: { 'App.jsx': 'export const App = () => <main>{users.map(u => <li>{u}</li>)}</main>;\n' },
  },
  {
    id: 'S03',
    language: 'json',
    name: 'JSON',
    source: 'RFC 8259',
    bad: { 'package.json': '{ "name": "shop", }\n' },
    good: { 'package.json': '{ "name": "shop" }\n' },
  },
  {
    id: 'S04',
    language: 'yaml',
    name: 'YAML',
    source: 'YAML 1.2.2',
    bad: { 'ci.yml': 'jobs:\n\tbuild: {}\n' },
    good: { 'ci.yml': 'jobs:\n  build: {}\n' },
  },
  {
    id: 'S05',
    language: 'toml',
    name: 'TOML',
    source: 'TOML 1.0',
    bad: { 'pyproject.toml': '[project]\nname = shop\n' },
    good: { 'pyproject.toml': '[project]\nname = "shop"\n' },
  },
  {
    id: 'S06',
    language: 'shell',
    name: 'shell',
    source: 'POSIX.1-2024, Shell Command Language; GNU Bash manual, as mvdan/sh parses them',
    bad: { 'entrypoint.sh': '#!/bin/sh\nif true; then\n  exec "$@"\n' },
    good: { 'entrypoint.sh': '#!/bin/sh\nif true; then\n  exec "$@"\nfi\n' },
  },
];

/** Every file of code and data can be read. */
export const checks = languages.map(facts => ruleCheck('source', syntaxRule(facts)));
