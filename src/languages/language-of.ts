import { basename, extname } from 'node:path/posix';
import type { Language } from '../model/observations/source.ts';

const BY_EXTENSION: Readonly<Record<string, Language>> = {
  '.py': 'python',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.jsx': 'javascript',
  '.ts': 'javascript',
  '.mts': 'javascript',
  '.cts': 'javascript',
  '.tsx': 'javascript',
  '.json': 'json',
  '.jsonc': 'json',
  '.webmanifest': 'json',
  '.yaml': 'yaml',
  '.yml': 'yaml',
  '.toml': 'toml',
  '.sh': 'shell',
  '.bash': 'shell',
  '.env': 'env',
  '.dockerfile': 'dockerfile',
};

/** Names that say more than their extension; the first that fits counts. */
const BY_NAME: readonly [RegExp, Language][] = [
  // Not the steps of a CI that are called so
  [
    /^(?!(?:.*\/)?\.(?:github|gitlab|gitea|forgejo|circleci|woodpecker)\/)(?:.*\/)?(?:[\w-]+[.-])?(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/,
    'compose',
  ],
  [/(?:^|\/)(?:Dockerfile|Containerfile)(?:[.-](?!dockerignore$)[\w-]+)?$/, 'dockerfile'],
  [/(?:^|\/)\.env(?:\.[\w.-]+)?$/, 'env'],
  // The image of nginx fills `templates/*.conf.template` in when it starts
  [/(?:^|\/)nginx[\w.-]*\.conf$|(?:^|\/)nginx\/(?:.*\/)?[^/]+\.conf$|\.conf\.template$/, 'nginx'],
];

const INTERPRETERS: readonly [RegExp, Language][] = [
  [/^#!\s*\S*\/(?:env\s+(?:-S\s+)?)?python[\d.]*(?:\s|$)/, 'python'],
  [/^#!\s*\S*\/(?:env\s+(?:-S\s+)?)?(?:bash|sh|dash)(?:\s|$)/, 'shell'],
  [/^#!\s*\S*\/(?:env\s+(?:-S\s+)?)?node(?:\s|$)/, 'javascript'],
];

/** A file that others are made of holds marks of its template language, which no parser knows. */
const TEMPLATE = /\.(?:j2|jinja2?|tmpl|tpl|erb|ejs|hbs|mustache)$/;

/** The language of a file, by its name, else by its first line; undefined when it is none that failsafe reads. */
export function languageOf(path: string, text: string): Language | undefined {
  if (TEMPLATE.test(path)) return undefined;
  const named = BY_NAME.find(([pattern]) => pattern.test(path));
  if (named !== undefined) return named[1];
  const extension = BY_EXTENSION[extname(path)];
  if (extension !== undefined) return extension;
  if (basename(path).includes('.') || !text.startsWith('#!')) return undefined;
  const [first = ''] = text.split('\n', 1);
  return INTERPRETERS.find(([pattern]) => pattern.test(first))?.[1];
}
