import { DockerfileParser, type Instruction, ModifiableInstruction } from 'dockerfile-ast';
import { ValidationSeverity, validate } from 'dockerfile-utils';
import { nearest } from '../config/did-you-mean.ts';
import { stageNames } from '../matching/stage-name.ts';
import type { DockerInstruction, SyntaxFlaw } from '../model/observations/source.ts';
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
  const add = (name: string, value: string) => {
    flags[name] = flags[name] === undefined ? value : `${flags[name]} ${value}`;
  };
  // Some instructions hand their flags out apart from their arguments
  if (instruction instanceof ModifiableInstruction) {
    for (const flag of instruction.getFlags()) add(flag.getName(), flag.getValue() ?? '');
  }
  while (FLAG.test(words[0] ?? '')) {
    const [, name = '', value = ''] = FLAG.exec(words.shift() ?? '') ?? [];
    add(name, value);
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

/** A word that begins a heredoc: `<<EOF`, `<<-'EOT'`, `3<<EOF`. */
const HEREDOC = /(?:^|\s)\d*<<(-?)(["']?)([A-Za-z_][\w.-]*)\2(?=\s|$)/g;

/** Heredocs that nothing closes: the builder takes all that follows for their content. */
function openHeredocs(lines: readonly string[], instructions: readonly DockerInstruction[]): SyntaxFlaw[] {
  return instructions
    .filter(({ keyword }) => ['RUN', 'COPY', 'ADD'].includes(keyword))
    .flatMap(({ line, column }) => {
      let end = line - 1;
      while (/\\\s*$/.test(lines[end] ?? '') && end < lines.length - 1) end++;
      const head = lines.slice(line - 1, end + 1).join(' ');
      const open = [...head.matchAll(HEREDOC)].find(([, dash, , name]) => {
        const body = lines.slice(end + 1).map(one => one.replace(/\r$/, ''));
        return !body.some(one => (dash === '-' ? one.replace(/^\t+/, '') : one) === name);
      });
      return open === undefined ? [] : [{ line, column, message: `the heredoc ${open[3]} is not closed` }];
    });
}

/** Images that are copied from by their bare name as a matter of course. */
const COPIED_FROM = /^(?:composer|node|golang|nginx|php|python|ruby|rust|alpine|busybox|debian|redis|caddy)$/;

/** Stages that are copied from, and that there are none of. */
function missingStages(instructions: readonly DockerInstruction[]): SyntaxFlaw[] {
  const names = stageNames(instructions);
  return instructions.flatMap(({ keyword, flags: { from }, stage, line, column }) => {
    if (keyword !== 'COPY' || from === undefined || /[/:.@$]/.test(from)) return [];
    if (/^\d+$/.test(from)) {
      const message = `there is no stage ${from} before this one`;
      return Number(from) < stage ? [] : [{ line, column, message }];
    }
    const near =
      names.includes(from.toLowerCase()) || COPIED_FROM.test(from) ? undefined : nearest(from, names);
    return near === undefined
      ? []
      : [{ line, column, message: `there is no stage ${from}; did you mean ${near}?` }];
  });
}

const LARGEST_PORT = 65_535;
/** BuildKit, frontend/dockerfile/instructions. */
const MOUNTS = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'];

function valueFlaw({ keyword, args, flags }: DockerInstruction): string | undefined {
  if (keyword === 'EXPOSE') {
    const ports = args.flatMap(arg => /^(\d+)(?:-(\d+))?(?:\/\w+)?$/.exec(arg)?.slice(1) ?? []);
    const wrong = ports.find(port => port !== undefined && Number(port) > LARGEST_PORT);
    return wrong === undefined ? undefined : `there is no port ${wrong}: the largest is ${LARGEST_PORT}`;
  }
  if (keyword !== 'RUN') return undefined;
  const types = [...(flags.mount ?? '').matchAll(/(?:^|[\s,])type=([^\s,]*)/g)].map(([, type = '']) => type);
  const unknown = types.find(type => !type.includes('$') && !MOUNTS.includes(type.toLowerCase()));
  if (unknown === undefined) return undefined;
  const near = nearest(unknown, MOUNTS);
  return `there is no mount of the type ${unknown}${near === undefined ? '' : `; did you mean ${near}?`}`;
}

/** What the builder refuses of instructions that are written as they should be. */
const wrongValues = (instructions: readonly DockerInstruction[]): SyntaxFlaw[] =>
  instructions.flatMap(instruction => {
    const message = valueFlaw(instruction);
    return message === undefined ? [] : [{ line: instruction.line, column: instruction.column, message }];
  });

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
  const heredocs = openHeredocs(text.split('\n'), instructions);
  // What follows an open one is no instruction
  const own =
    heredocs.length === 0 ? [...missingStages(instructions), ...wrongValues(instructions)] : heredocs;
  const all = heredocs.length === 0 ? [...flaws, ...own] : [...own, ...flaws];
  return { flaws: all, tree: { kind: 'dockerfile', instructions } };
};
