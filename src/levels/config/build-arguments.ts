import { isMap } from '../../config/is-map.ts';
import type { DockerInstruction } from '../../model/observations/source.ts';
import { dockerfileOf, servicesOf, texts } from '../compose-services.ts';
import { assignmentsOf, eachDockerfile } from '../dockerfiles.ts';
import { ruleCheck } from '../rule.ts';
import { referencesIn } from '../text-references.ts';

/** What the builder declares by itself, in every stage or before the first one. */
const PREDEFINED =
  /^(?:(?:HTTPS?|FTP|NO|ALL)_PROXY|(?:BUILD|TARGET)(?:PLATFORM|OS|ARCH|VARIANT)|BUILDKIT_\w+|SOURCE_DATE_EPOCH)$/i;

const declaredBy = (instructions: readonly DockerInstruction[]) =>
  instructions.filter(({ keyword }) => keyword === 'ARG').flatMap(assignmentsOf);

/** Names of the arguments that a service hands to its build, with where each is written. */
function handed(build: unknown): [name: string, path: (string | number)[]][] {
  const args = isMap(build) ? build.args : undefined;
  if (isMap(args)) return Object.keys(args).map(name => [name, ['build', 'args', name]]);
  return texts(args).map(([item, index]) => [item.split('=', 1)[0] ?? '', ['build', 'args', index]]);
}

/** Compose files and Dockerfiles name the same arguments. */
export const check = ruleCheck('config', {
  id: 'D12',
  name: 'build-arguments',
  severity: 'medium',
  title: 'Every argument of a build is declared in its Dockerfile',
  why: 'An argument that the Dockerfile does not declare is dropped; an image name with one that is empty cannot be pulled.',
  source: 'Docker documentation: ARG; Docker build check UndefinedArgInFrom',
  problem: 'An argument that is not declared',
  cause: 'It is misspelt, or its `ARG` was removed or stands after the `FROM` that needs it.',
  fix: 'Declare it with `ARG NAME`: before the first `FROM` for image names, in the stage for all else.',
  reads: ['dockerfile'],
  bad: {
    'compose.yaml': 'services:\n  web:\n    build: { context: ., args: { MODE: production } }\n',
    Dockerfile: 'FROM debian:12\nRUN echo "$MODE"\n',
  },
  good: {
    'compose.yaml': 'services:\n  web:\n    build: { context: ., args: { MODE: production } }\n',
    Dockerfile: 'ARG TAG=12\nFROM debian:${TAG}\nARG MODE\nRUN echo "$MODE"\n',
  },
  find: eachDockerfile(({ path, instructions, services, spot }) => {
    const first = declaredBy(instructions.filter(({ stage }) => stage === -1));
    const undeclared = instructions
      .filter(({ keyword }) => keyword === 'FROM')
      .flatMap(instruction =>
        referencesIn(instruction.text)
          .filter(
            ({ name, operator }) =>
              operator === '' && !PREDEFINED.test(name) && !first.some(one => one.name === name),
          )
          .map(({ name }) => spot(instruction, `${name} is declared by no ARG before the first FROM`)),
      );
    const all = declaredBy(instructions).map(({ name }) => name);
    const dropped = services
      .filter(service => dockerfileOf(service) === path)
      .flatMap(service => {
        const written = servicesOf(service.file).find(([name]) => name === service.name)?.[1];
        return handed(written?.build)
          .filter(([name]) => !all.includes(name) && !PREDEFINED.test(name))
          .map(([name, at]) =>
            service.spot(at, `hands ${name} to its build, and ${path} does not declare it`),
          );
      });
    return [...undeclared, ...dropped];
  }),
});
