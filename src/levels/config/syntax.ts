import { ruleCheck } from '../rule.ts';
import { type LanguageFacts, syntaxRule } from '../syntax-rule.ts';

const languages: readonly LanguageFacts[] = [
  {
    id: 'S11',
    language: 'compose',
    name: 'compose',
    source: 'Compose Specification, compose-spec.json',
    bad: { 'compose.yaml': 'services:\n  web:\n    image: nginx:1.29\n    port: ["80:80"]\n' },
    good: { 'compose.yaml': 'services:\n  web:\n    image: nginx:1.29\n    ports: ["80:80"]\n' },
  },
  {
    id: 'S12',
    language: 'dockerfile',
    name: 'Dockerfile',
    source: 'Dockerfile reference',
    bad: { Dockerfile: 'FROM debian:12\nCOPPY . /app\n' },
    good: { Dockerfile: 'FROM debian:12\nCOPY . /app\n' },
  },
  {
    id: 'S13',
    language: 'nginx',
    name: 'nginx',
    source: 'nginx documentation: Configuration file’s structure',
    bad: { 'nginx.conf': 'server {\n  listen 80\n}\n' },
    good: { 'nginx.conf': 'server {\n  listen 80;\n}\n' },
  },
];

/** Every file that configures the stack can be read. */
export const checks = languages.map(facts => ruleCheck('config', syntaxRule(facts)));
