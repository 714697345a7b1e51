import { eachService, exampleService } from '../compose-services.ts';
import { imageOf } from '../image-name.ts';
import { type Rule, ruleCheck } from '../rule.ts';

const rules: readonly Rule[] = [
  {
    id: 'C15',
    name: 'image-tag',
    severity: 'medium',
    title: 'Every image that is pulled has a tag of its own',
    why: 'Without one, the same file brings up something else tomorrow, and nobody knows what ran yesterday.',
    source: 'CIS Docker Benchmark 1.6, section 5 (container runtime)',
    problem: 'No tag, or `latest`',
    cause: 'The name was copied from a page that shows it so.',
    fix: 'Name the version that runs now: `image: nginx:1.29`.',
    reads: ['compose'],
    bad: { 'compose.yaml': 'services:\n  web:\n    image: nginx\n' },
    good: exampleService(),
    find: eachService(({ value, spot }) => {
      const image = value.build === undefined ? imageOf(value.image) : undefined;
      if (image === undefined || image.digest !== undefined) return undefined;
      if (image.tag !== undefined && image.tag !== 'latest') return undefined;
      return spot(
        ['image'],
        `pulls ${image.name} ${image.tag === undefined ? 'without a tag' : 'as latest'}`,
      );
    }),
  },
  {
    id: 'C16',
    name: 'image-digest',
    severity: 'low',
    title: 'Every image that is pulled is the very one that was tried',
    why: 'A tag can be given to another image; a digest cannot.',
    source: 'Docker documentation: docker pull by digest',
    problem: 'No digest',
    cause: 'The image is named by its tag alone.',
    fix: 'Append the digest that `docker image ls --digests` shows: `nginx:1.29@sha256:…`.',
    reads: ['compose'],
    bad: exampleService(),
    good: { 'compose.yaml': `services:\n  web:\n    image: nginx:1.29@sha256:${'0'.repeat(64)}\n` },
    find: eachService(({ value, spot }) => {
      const image = value.build === undefined ? imageOf(value.image) : undefined;
      return image === undefined || image.digest !== undefined
        ? undefined
        : spot(['image'], `names ${image.name} without a digest`);
    }),
  },
];

/** What is pulled. */
export const checks = rules.map(rule => ruleCheck('security', rule));
