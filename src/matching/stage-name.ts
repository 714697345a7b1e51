import type { DockerInstruction } from '../model/observations/source.ts';

const STAGE = /\sas\s+(\S+)\s*$/i;

/** The name that `FROM image AS name` gives to a stage, in small letters, as the builder compares them. */
export const stageNameOf = (from: string): string | undefined => STAGE.exec(from)?.[1]?.toLowerCase();

/** Names of the stages of a Dockerfile, which are no images. */
export const stageNames = (instructions: readonly DockerInstruction[]): string[] =>
  instructions.flatMap(({ keyword, text }) => (keyword === 'FROM' ? (stageNameOf(text) ?? []) : []));
