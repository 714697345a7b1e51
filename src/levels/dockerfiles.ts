import { dirname, join } from 'node:path/posix';
import { isMap } from '../config/is-map.ts';
import { stageNameOf } from '../matching/stage-name.ts';
import type {
  DockerfileTree,
  DockerInstruction,
  SourceFile,
  SourceObservation,
} from '../model/observations/source.ts';
import type { Spot } from '../model/verdict.ts';
import { composeServices, contextOf, dockerfileOf, type ServiceView } from './compose-services.ts';

/** A Dockerfile as rules look at it. */
export interface DockerfileView {
  readonly path: string;
  readonly instructions: readonly DockerInstruction[];
  /** Those of the image that comes out, with the stages that it is made from. */
  readonly final: readonly DockerInstruction[];
  /** The services that are built from it. */
  readonly services: readonly ServiceView[];
  readonly project: SourceObservation;
  spot(instruction: DockerInstruction, message: string): Spot;
}

/** The instructions of a stage, and before them those of the stage that it begins with. */
function linkedTo(stage: number, instructions: readonly DockerInstruction[]): DockerInstruction[] {
  const own = instructions.filter(instruction => instruction.stage === stage);
  const from = own.find(({ keyword }) => keyword === 'FROM');
  const base = instructions.find(
    ({ keyword, text, stage: other }) =>
      keyword === 'FROM' && other < stage && stageNameOf(text) === from?.args[0]?.toLowerCase(),
  );
  return base === undefined ? own : [...linkedTo(base.stage, instructions), ...own];
}

/** The stage that comes out: the one that all services are built to, else the last. */
function stageOf(instructions: readonly DockerInstruction[], services: readonly ServiceView[]): number {
  const targets = new Set(
    services.map(({ value: { build } }) => (isMap(build) ? String(build.target ?? '') : '').toLowerCase()),
  );
  const [target = ''] = targets;
  const named = instructions.find(({ keyword, text }) => keyword === 'FROM' && stageNameOf(text) === target);
  return (targets.size === 1 ? named?.stage : undefined) ?? instructions.at(-1)?.stage ?? -1;
}

function viewOf(
  file: SourceFile,
  { instructions }: DockerfileTree,
  project: SourceObservation,
): DockerfileView {
  const services = composeServices(project).filter(service => dockerfileOf(service) === file.path);
  return {
    path: file.path,
    instructions,
    final: linkedTo(stageOf(instructions, services), instructions),
    services,
    project,
    spot: ({ line, column }, message) => ({ file: file.path, line, column, message }),
  };
}

/** The instructions of the image that comes out of a Dockerfile of the project. */
export function finalOf(path: string, project: SourceObservation): readonly DockerInstruction[] | undefined {
  const file = project.files.find(one => one.path === path);
  return file?.tree?.kind === 'dockerfile' ? viewOf(file, file.tree, project).final : undefined;
}

/** A rule that looks at each Dockerfile for itself. */
export const eachDockerfile = (find: (view: DockerfileView) => readonly Spot[]) =>
  function* (project: SourceObservation): Generator<Spot> {
    for (const file of project.files) {
      if (file.tree?.kind === 'dockerfile') yield* find(viewOf(file, file.tree, project));
    }
  };

/** A rule that looks at each instruction of these kinds for itself. */
export const eachInstruction = (
  keywords: readonly string[],
  find: (instruction: DockerInstruction, view: DockerfileView) => string | undefined,
) =>
  eachDockerfile(view =>
    view.instructions.flatMap(instruction => {
      const message = keywords.includes(instruction.keyword) ? find(instruction, view) : undefined;
      return message === undefined ? [] : [view.spot(instruction, message)];
    }),
  );

/** What ENV and ARG set: `KEY=value …`, `KEY value`, or a name alone. */
export function assignmentsOf({ args, keyword }: DockerInstruction): { name: string; value?: string }[] {
  const [first = '', ...rest] = args;
  if (keyword === 'ENV' && !first.includes('=')) return [{ name: first, value: rest.join(' ') }];
  return args.map(word => {
    const [name = '', ...value] = word.split('=');
    return { name, value: word.includes('=') ? value.join('=').replace(/^(["'])(.*)\1$/, '$2') : undefined };
  });
}

/** Whether a file of this name stands in the folder of a Dockerfile, or in one above it. */
export function hasAbove({ path, project }: DockerfileView, name: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (project.files.some(file => file.path === join(folder, name))) return true;
    if (folder === dirname(folder)) return false;
  }
}

/** Whether a file of this name stands in every folder that services build the image from. */
export const hasInContexts = ({ services, project }: DockerfileView, name: string): boolean =>
  services.length > 0 &&
  services.every(service => {
    const path = join(contextOf(service) ?? '', name);
    return project.files.some(file => file.path === path);
  });

/** A Dockerfile, for examples. */
export const exampleDockerfile = (...lines: readonly string[]) => ({ Dockerfile: `${lines.join('\n')}\n` });
