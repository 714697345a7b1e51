import { basename } from 'node:path/posix';
import {
  assignmentsOf,
  eachInstruction,
  exampleDockerfile,
  hasAbove,
  hasInContexts,
} from '../dockerfiles.ts';
import { imageOf } from '../image-name.ts';
import { type Rule, ruleCheck } from '../rule.ts';
import { isReference, isSecretName } from '../secret-names.ts';

const KEYS =
  /^(?:\.env(?:\.(?!example$|sample$|template$|dist$)[\w.-]+)?|id_(?:rsa|dsa|ecdsa|ed25519)|.+\.(?:key|p12|pfx|jks)|\.netrc|\.pgpass|\.git-credentials)$/;

/** Not literal in the source of failsafe, which is looked at by the same rules. */
const WORD = ['open', 'sesame'].join('-');

const oneLine = (text: string) => text.replace(/\\\s*\n/g, ' ');
const PIPED = /\b(?:curl|wget)\b[^|;&]*\|\s*(?:sudo\s+)?/;
const TO_SHELL = new RegExp(`${PIPED.source}(?:(?:ba|da|z)?sh|python3?|node|perl)\\b`);

/** The packages of each `pip install` that are named without a version. */
function unpinned(text: string): string[] {
  return [...text.matchAll(/\bpip3?\s+install\s+([^;&|]+)/g)].flatMap(([, rest = '']) => {
    const words = rest.trim().split(/\s+/);
    return words.filter((word, index) => {
      const isValue =
        /^(?:-[rcei]|--(?:requirement|constraint|editable|(?:extra-)?index-url|target|prefix|platform))$/.test(
          words[index - 1] ?? '',
        );
      return !isValue && /^[A-Za-z][\w.-]*(?:\[[\w,]+\])?$/.test(word.replace(/^(["'])(.*)\1$/, '$2'));
    });
  });
}

const rules: readonly Rule[] = [
  {
    id: 'D03',
    name: 'image-secret',
    severity: 'high',
    title: 'No image holds a secret',
    why: 'Whoever can pull the image reads its environment and the arguments of its build with `docker history`.',
    source: 'CWE-798; Docker build check SecretsUsedInArgOrEnv',
    problem: 'A secret in the image',
    cause: 'The build or the service needs it.',
    fix: 'Hand it to a build with `RUN --mount=type=secret`, and to a service when it starts; then change the secret.',
    reads: ['dockerfile'],
    secret: WORD,
    bad: exampleDockerfile('FROM debian:12', `ENV SECRET_KEY=${WORD}`),
    good: exampleDockerfile(
      'FROM debian:12',
      'RUN --mount=type=secret,id=key build',
      'ENV SECRET_KEY_FILE=/run/secrets/key',
    ),
    find: eachInstruction(['ENV', 'ARG'], instruction => {
      const { keyword } = instruction;
      const found = assignmentsOf(instruction).find(
        ({ name, value }) =>
          isSecretName(name) && (value === undefined ? keyword === 'ARG' : !isReference(value)),
      );
      return found === undefined ? undefined : `${keyword} puts ${found.name} into the history of the image`;
    }),
  },
  {
    id: 'D04',
    name: 'copied-secret',
    severity: 'high',
    title: 'No file with secrets is copied into an image',
    why: 'A file stays in its layer even when a later step removes it.',
    source: 'CWE-538; Docker documentation: .dockerignore files',
    problem: 'A file with secrets may be copied',
    cause: 'The whole folder is copied, and nothing says what to leave out.',
    fix: 'Add a .dockerignore with `.env*`, `.git` and keys, or copy the files that are needed by name.',
    reads: ['dockerfile'],
    bad: exampleDockerfile('FROM debian:12', 'COPY . /app'),
    good: { ...exampleDockerfile('FROM debian:12', 'COPY . /app'), '.dockerignore': '.env*\n.git\n' },
    find: eachInstruction(['COPY', 'ADD'], ({ args, flags }, view) => {
      if (flags.from !== undefined) return undefined;
      const sources = args.slice(0, -1);
      const key = sources.find(source => KEYS.test(basename(source)));
      if (key !== undefined) return `copies ${key}`;
      const isAll = sources.some(source => /^(?:\.|\.\/|\*|\.\/\*)$/.test(source));
      const isIgnored =
        hasAbove(view, '.dockerignore') ||
        hasAbove(view, `${basename(view.path)}.dockerignore`) ||
        hasInContexts(view, '.dockerignore');
      return isAll && !isIgnored ? 'copies the whole folder, and there is no .dockerignore' : undefined;
    }),
  },
  {
    id: 'D06',
    name: 'piped-download',
    severity: 'medium',
    title: 'What is fetched is looked at before it runs, and a failed download fails the build',
    why: 'Whoever answers the request decides what is in the image; without pipefail an empty answer passes.',
    source: 'hadolint DL4006; CWE-494',
    problem: 'A download goes through a pipe',
    cause: 'The page of the tool says so.',
    fix: 'Save the file, compare its checksum, then run it; or set `SHELL ["/bin/bash", "-o", "pipefail", "-c"]`.',
    reads: ['dockerfile'],
    bad: exampleDockerfile('FROM debian:12', 'RUN curl -fsSL https://example.com/install | sh'),
    good: exampleDockerfile(
      'FROM debian:12',
      'RUN curl -fsSLo i https://example.com/i && sha256sum -c i.sum && sh i',
    ),
    find: eachInstruction(['RUN'], ({ text, stage }, { instructions }) => {
      const line = oneLine(text);
      if (TO_SHELL.test(line)) return 'runs what it downloads';
      const isSafe =
        /pipefail/.test(line) ||
        instructions.some(
          one => one.keyword === 'SHELL' && one.stage === stage && one.text.includes('pipefail'),
        );
      return PIPED.test(line) && !isSafe ? 'a download that fails does not fail the build' : undefined;
    }),
  },
  {
    id: 'D07',
    name: 'sudo',
    severity: 'medium',
    title: 'No build uses sudo',
    why: 'A build is root until USER says otherwise; with sudo in the image, the service may become root as well.',
    source: 'hadolint DL3004',
    problem: 'sudo in a build',
    cause: 'The line was copied from instructions for a desktop.',
    fix: 'Remove sudo; change the user with `USER`.',
    reads: ['dockerfile'],
    bad: exampleDockerfile('FROM debian:12', 'RUN sudo apt-get update'),
    good: exampleDockerfile('FROM debian:12', 'RUN apt-get update'),
    find: eachInstruction(['RUN'], ({ text }) =>
      /(?:^|[;&|]\s*)sudo\s/.test(oneLine(text)) ? 'uses sudo' : undefined,
    ),
  },
  {
    id: 'D10',
    name: 'development-server',
    severity: 'high',
    title: 'No image runs a development server or a debugger',
    why: 'The debugger of Werkzeug runs any code that is sent to it, and the development server handles little load.',
    source: 'Flask documentation: Debugging; CWE-489',
    problem: 'A development server',
    cause:
      'The Dockerfile was begun for development. Those that are called so (Dockerfile.dev) are left alone.',
    fix: 'Run gunicorn or the like, and remove FLASK_DEBUG and FLASK_ENV.',
    reads: ['dockerfile'],
    bad: exampleDockerfile('FROM python:3.13', 'CMD ["flask", "run", "--host", "0.0.0.0"]'),
    good: exampleDockerfile('FROM python:3.13', 'CMD ["gunicorn", "wsgi:app"]'),
    find: eachInstruction(['CMD', 'ENTRYPOINT', 'ENV'], (instruction, { path }) => {
      if (/dev|test|local/i.test(basename(path))) return undefined;
      if (instruction.keyword !== 'ENV') {
        const command = instruction.args.join(' ');
        return /\bflask\b.*\srun\b|manage\.py\s+(?:run|runserver)\b/.test(command)
          ? 'runs a development server'
          : undefined;
      }
      const debug = assignmentsOf(instruction).find(
        ({ name, value = '' }) =>
          (name === 'FLASK_DEBUG' && /^(?:1|true)$/i.test(value)) ||
          (name === 'FLASK_ENV' && value === 'development'),
      );
      return debug === undefined ? undefined : `${debug.name} turns the debugger on`;
    }),
  },
  {
    id: 'D11',
    name: 'unpinned-packages',
    severity: 'low',
    title: 'A build gives the same image tomorrow, and no larger than it must be',
    why: 'A package without a version is another one tomorrow. Those of a release of Debian, Ubuntu or Alpine change only for the better: there the tag of the base image is the version.',
    source: 'hadolint DL3008, DL3013 and DL3042',
    problem: 'Packages without a version, or a cache in the image',
    cause: 'The newest ones were wanted when it was written.',
    fix: 'Name versions (`pip install flask==3.1`), or use a file with them; add `--no-cache-dir`.',
    reads: ['dockerfile'],
    bad: exampleDockerfile('FROM python:3.13', 'RUN pip install flask'),
    good: exampleDockerfile('FROM python:3.13', 'RUN pip install --no-cache-dir -r requirements.txt'),
    find: eachInstruction(['RUN'], ({ text, flags, stage }, { instructions }) => {
      const line = oneLine(text);
      const [first] = unpinned(line);
      if (first !== undefined) return `installs ${first} without a version`;
      const noCache = instructions.some(
        one => one.keyword === 'ENV' && one.text.includes('PIP_NO_CACHE_DIR'),
      );
      const isMounted = /type=cache/.test(flags.mount ?? '');
      if (/\bpip3?\s+install\b/.test(line) && !/--no-cache-dir/.test(line) && !isMounted && !noCache) {
        return 'leaves the cache of pip in the image';
      }
      const from = instructions.find(one => one.keyword === 'FROM' && one.stage === stage);
      // Of an image whose name a variable completes nobody knows the tag
      const [image = ''] = from?.args ?? [];
      const tag = image.includes('$') ? '' : (imageOf(image)?.tag ?? 'latest');
      const isRolling = /^(?:latest|stable|testing|sid|unstable|rolling|edge|devel)\b/.test(tag);
      return isRolling && /\bapt(?:-get)?\s+(?:-\S+\s+)*install\b/.test(line)
        ? 'installs packages of a release that moves'
        : undefined;
    }),
  },
];

/** What a build does. */
export const checks = rules.map(rule => ruleCheck('security', rule));
