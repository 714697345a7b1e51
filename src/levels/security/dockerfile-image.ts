import { stageNames } from '../../matching/stage-name.ts';
import { eachDockerfile, eachInstruction, exampleDockerfile } from '../dockerfiles.ts';
import { imageOf } from '../image-name.ts';
import { type Rule, ruleCheck } from '../rule.ts';

const ROOT = /^(?:root|0+)(?::|$)/;
/** Images that say by their name that they begin without rights. */
const UNPRIVILEGED = /nonroot|rootless|unprivileged/;

const rules: readonly Rule[] = [
  {
    id: 'D01',
    name: 'image-user',
    severity: 'medium',
    title: 'No image that is built runs as root',
    why: 'A process that is root in the container is root outside of it once it gets out.',
    source: 'hadolint DL3002; CIS Docker Benchmark 1.6, section 4 (images)',
    problem: 'The image runs as root',
    cause: 'There is no USER, or the last one is root.',
    fix: 'Add `USER` with a user of its own as the last step before CMD, and give it the files that it writes.',
    reads: ['dockerfile'],
    bad: exampleDockerfile('FROM debian:12', 'CMD ["app"]'),
    good: exampleDockerfile('FROM debian:12', 'USER www-data', 'CMD ["app"]'),
    find: eachDockerfile(({ final, services, spot }) => {
      const user = final.findLast(({ keyword }) => keyword === 'USER');
      const from = final.findLast(({ keyword }) => keyword === 'FROM');
      const given = services.length > 0 && services.every(({ value }) => value.user !== undefined);
      if (from === undefined || given) return [];
      if (user === undefined) {
        return UNPRIVILEGED.test(from.text) ? [] : [spot(from, 'the image has no USER, so it runs as root')];
      }
      return ROOT.test(user.args[0] ?? '') ? [spot(user, 'the image runs as root')] : [];
    }),
  },
  {
    id: 'D02',
    name: 'base-tag',
    severity: 'medium',
    title: 'Every base image has a tag of its own',
    why: 'Without one, the same Dockerfile builds something else tomorrow.',
    source: 'hadolint DL3006 and DL3007',
    problem: 'No tag, or `latest`',
    cause: 'The name was copied from a page that shows it so.',
    fix: 'Name the version: `FROM python:3.13-slim`.',
    reads: ['dockerfile'],
    bad: exampleDockerfile('FROM python'),
    good: exampleDockerfile('FROM python:3.13-slim AS base', 'FROM base'),
    find: eachInstruction(['FROM'], ({ args: [name = ''] }, { instructions }) => {
      if (name === 'scratch' || name.includes('$') || stageNames(instructions).includes(name.toLowerCase())) {
        return undefined;
      }
      const image = imageOf(name);
      if (image === undefined || image.digest !== undefined) return undefined;
      if (image.tag === undefined) return `${image.name} has no tag`;
      return image.tag === 'latest' ? `${image.name} is taken as latest` : undefined;
    }),
  },
  {
    id: 'D05',
    name: 'add',
    severity: 'low',
    title: 'Files are copied with COPY',
    why: 'ADD unpacks archives and fetches addresses, which nobody expects of a file that is copied.',
    source: 'hadolint DL3020',
    problem: 'ADD where COPY is meant',
    cause: 'Both do the same with plain files.',
    fix: 'Write COPY.',
    reads: ['dockerfile'],
    bad: exampleDockerfile('FROM debian:12', 'ADD app /app'),
    good: exampleDockerfile('FROM debian:12', 'COPY app /app', 'ADD data.tar.gz /data'),
    find: eachInstruction(['ADD'], ({ args }) => {
      const sources = args.slice(0, -1);
      const isNeeded = sources.some(source => /:\/\/|^git@|\.(?:tar|tgz|gz|bz2|xz|zst)\b|[$<]/.test(source));
      return isNeeded ? undefined : 'ADD copies a plain file';
    }),
  },
  {
    id: 'D08',
    name: 'image-health',
    severity: 'low',
    title: 'Every image that serves has a health check',
    why: 'Without one nobody can tell a container that works from one that only runs.',
    source: 'hadolint DL3057; CIS Docker Benchmark 1.6, section 4 (images)',
    problem: 'No HEALTHCHECK',
    cause: 'It was not written yet. One in the compose file of the service counts as well.',
    fix: 'Add `HEALTHCHECK CMD […]`, or `healthcheck` to its service.',
    reads: ['dockerfile'],
    bad: exampleDockerfile('FROM debian:12', 'EXPOSE 80', 'CMD ["app"]'),
    good: exampleDockerfile('FROM debian:12', 'EXPOSE 80', 'HEALTHCHECK CMD ["app", "ping"]', 'CMD ["app"]'),
    find: eachDockerfile(({ final, services, spot }) => {
      const exposed = final.find(({ keyword }) => keyword === 'EXPOSE');
      const isChecked =
        final.some(({ keyword }) => keyword === 'HEALTHCHECK') ||
        services.some(({ value }) => value.healthcheck !== undefined);
      return exposed === undefined || isChecked
        ? []
        : [spot(exposed, 'it serves a port and has no HEALTHCHECK')];
    }),
  },
  {
    id: 'D09',
    name: 'shell-form',
    severity: 'medium',
    title: 'The main process gets the signals',
    why: 'A command that is a text runs below a shell, which passes no SIGTERM on: every stop waits and then kills.',
    source: 'hadolint DL3025',
    problem: 'A command in the form of a text',
    cause: 'It is shorter to write.',
    fix: 'Write it as a list: `CMD ["gunicorn", "app:app"]`, or begin it with `exec`.',
    reads: ['dockerfile'],
    bad: exampleDockerfile('FROM debian:12', 'CMD gunicorn app:app'),
    good: exampleDockerfile('FROM debian:12', 'CMD ["gunicorn", "app:app"]'),
    find: eachInstruction(['CMD', 'ENTRYPOINT'], ({ json, text, keyword }) =>
      json || text === '' || /^(?:exec\s|<<)|[;&]\s*exec\s/.test(text)
        ? undefined
        : `${keyword} is run by a shell`,
    ),
  },
];

/** What an image is made from, and how it runs. */
export const checks = rules.map(rule => ruleCheck('security', rule));
