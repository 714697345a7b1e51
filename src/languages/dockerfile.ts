import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import { ValidationSeverity, validate } from 'dockerfile-utils';
import type { DockerInstruction } from '../model/observations/source.ts';
import type { Parse } from './reading.ts';

const ERROR = 1;

/** Matters of taste, or of an older builder than today's. */
const settings = {
  deprecatedMaintainer: ValidationSeverity.IGNORE,
  directiveCasing: ValidationSeverity.IGNORE,
  emptyContinuationLine: ValidationSeverity.IGNORE,
  instructionCasing: ValidationSeverity.IGNORE,
  instructionCmdMultiple: ValidationSeverity.IGNORE,
  instructionEntrypointMultiple: ValidationSeverity.IGNORE,
  instructionHealthcheckMultiple: ValidationSeverity.IGNORE,
  instructionJSONInSingleQuotes: ValidationSeverity.IGNORE,
  instructionWorkdirRelative: ValidationSeverity.IGNORE,
};

const FLAG = /^--([a-z-]+)(?:=(\S+))?$/;

function jsonItems(text: string): string[] | undefined {
  try {
    const items: unknown = JSON.parse(text);
    return Array.isArray(items) && items.every(item => typeof item === 'string') ? items : undefined;
  } catch {
    return undefined;
  }
}

function toInstruction(instruction: Instruction, stage: number): DockerInstruction {
  const { start } = instruction.getRange();
  const words = instruction.getArguments().map(argument => argument.getValue());
  const flags: Record<string, string> = {};
  while (FLAG.test(words[0] ?? '')) {
    const [, name = '', value = ''] = FLAG.exec(words.shift() ?? '') ?? [];
    flags[name] = value;
  }
  const whole = instruction.getArgumentsContent() ?? '';
  const text = whole.replace(/^(?:--[a-z-]+(?:=\S+)?\s+)+/, '');
  const items = text.startsWith('[') ? jsonItems(text) : undefined;
  return {
    keyword: instruction.getKeyword(),
    text,
    args: items ?? words,
    flags,
    json: items !== undefined,
    stage,
    line: start.line + 1,
    column: start.character + 1,
  };
}

/** A Dockerfile as the builder reads it. */
export const parse: Parse = text => {
  const flaws = validate(text, settings)
    .filter(({ severity }) => severity === ERROR)
    .map(({ message, range: { start } }) => ({
      line: start.line + 1,
      column: start.character + 1,
      message: typeof message === 'string' ? message : message.value,
    }));
  let stage = -1;
  const instructions = DockerfileParser.parse(text)
    .getInstructions()
    .map(instruction => {
      if (instruction.getKeyword() === 'FROM') stage++;
      return toInstruction(instruction, stage);
    });
  return { flaws, tree: { kind: 'dockerfile', instructions } };
};
