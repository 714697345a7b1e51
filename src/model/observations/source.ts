import type { PassedSpot, Spot } from '../verdict.ts';

/** What failsafe can read. */
export const LANGUAGES = [
  'python',
  'javascript',
  'json',
  'yaml',
  'toml',
  'shell',
  'dockerfile',
  'compose',
  'nginx',
  'env',
] as const;
/** One of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number];

/** Larger files are not read; the rule M04 says that they are there. */
export const MOST_BYTES_READ = 5 * 2 ** 20;

/** Where to look for files. */
export interface SourceParams {
  /** Absolute path of the folder of the application. */
  readonly root: string;
  /** Globs of files, relative to `root`, that are not looked at. */
  readonly ignore: readonly string[];
  /** Compose files, whatever they are called: relative to `root`, in the order of `stack.compose`. */
  readonly compose: readonly string[];
}

/** How compose comes to a file that is not called like one of its own. */
export interface Composed {
  /** It adds to another file: what is missing here may be there. */
  readonly adds: boolean;
  /** Folders of the files that compose is started with, whose `.env` counts for it too. */
  readonly folders: readonly string[];
  /** It is only extended from, and these are its services that are; undefined of a file that counts as a whole. */
  readonly services?: readonly string[];
}

/** A file before anything is made of it. */
export interface RawFile {
  /** Relative to the folder, with slashes. */
  readonly path: string;
  /** Its run bit, as git has it where git knows the file. */
  readonly executable: boolean;
  readonly bytes: number;
  /** Whether git tracks it; undefined where there is no git. */
  readonly tracked?: boolean;
  /** Undefined when it is no text, or too large to be one that people write. */
  readonly text?: string;
  /** Undefined of UTF-8. `declared`: the text itself says which; `unknown`: some of its bytes could not be read. */
  readonly encoding?: 'utf-16' | 'declared' | 'unknown';
  /** Undefined of what its name alone says the language of. */
  readonly composed?: Composed;
}

/** A line and column, 1-based. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** Where the text is no sentence of its language. */
export type SyntaxFlaw = Omit<Spot, 'file' | 'related'>;

/** A compose file: its value, and where each part of it is written. */
export interface ComposeTree {
  readonly kind: 'compose';
  readonly value: Readonly<Record<string, unknown>>;
  at(path: readonly (string | number)[], where?: 'key' | 'value'): LineColumn;
}

/** One instruction of a Dockerfile, continuation lines joined. */
export interface DockerInstruction extends LineColumn {
  /** In capitals. */
  readonly keyword: string;
  /** What follows the keyword and its flags. */
  readonly text: string;
  /** The words of `text`; of the JSON form its items. */
  readonly args: readonly string[];
  /** `--name=value`. */
  readonly flags: Readonly<Record<string, string>>;
  readonly json: boolean;
  /** Number of the stage, from 0; -1 before the first FROM. */
  readonly stage: number;
}

/** A Dockerfile. */
export interface DockerfileTree {
  readonly kind: 'dockerfile';
  readonly instructions: readonly DockerInstruction[];
}

/** One directive of nginx, with its block where it has one. */
export interface NginxDirective extends LineColumn {
  readonly name: string;
  readonly args: readonly string[];
  readonly block?: readonly NginxDirective[];
  /** Of an `include` what is in the files that it means, where these are in the project; they are judged by themselves. */
  readonly included?: readonly NginxDirective[];
  /** Offsets in the text: of its name, behind the `{` of its block, behind its `;` or `}`. */
  readonly start: number;
  readonly inside?: number;
  readonly end: number;
}

/** A name that a directive of nginx uses, and that nothing defines. */
export interface MissingName {
  readonly directive: NginxDirective;
  readonly message: string;
}

/** A configuration of nginx. */
export interface NginxTree {
  readonly kind: 'nginx';
  readonly directives: readonly NginxDirective[];
  /**
   * The names that all directives of a whole configuration use and nowhere define. The parser brings it: what nginx defines
   * itself is in a library that is loaded where there is a file of nginx.
   */
  namesMissing(all: readonly NginxDirective[]): Iterable<MissingName>;
}

/** One assignment of an .env file. */
export interface EnvEntry extends LineColumn {
  readonly key: string;
  readonly value: string;
  /** As it is written, quotes and comment included. */
  readonly raw: string;
  readonly quote?: '"' | "'";
}

/** An .env file. */
export interface EnvTree {
  readonly kind: 'env';
  readonly entries: readonly EnvEntry[];
}

/** One node of the syntax tree of Python, with offsets in the text. */
export interface PythonNode {
  /** As lezer calls it: `CallExpression`, `VariableName`, `def`, `(` … */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly parent?: PythonNode;
  readonly children: readonly PythonNode[];
}

/** A text in Python. */
export interface PythonTree {
  readonly kind: 'python';
  /** Made when it is asked for the first time. */
  root(): PythonNode;
}

/** What a file says, where rules look into it. */
export type SourceTree = ComposeTree | DockerfileTree | NginxTree | EnvTree | PythonTree;

/** A file, read. */
export interface SourceFile extends RawFile {
  readonly language?: Language;
  readonly flaws: readonly SyntaxFlaw[];
  /** What can be read, and fails when it is run; undefined of languages in which nobody looks for it. */
  readonly mistakes?: readonly SyntaxFlaw[];
  readonly tree?: SourceTree;
}

/** What a rule that looks at each file by itself has found in files. */
export interface JudgedFiles {
  /** How many it applies to. */
  readonly count: number;
  readonly spots: readonly Spot[];
  readonly passedOver: readonly PassedSpot[];
}

/** The files of an application. */
export interface SourceObservation {
  readonly files: readonly SourceFile[];
  /**
   * By the ids of rules that look at each file by itself: what they found while the files were read, where the texts that no
   * other rule looks at were let go. Undefined where all texts are there.
   */
  readonly judged?: ReadonlyMap<string, JudgedFiles>;
  /** Only what is wrong in these counts; undefined for all. */
  readonly changed?: readonly string[];
  /** Whatever git knows, also what is not read: links, submodules, what has not changed. Undefined where nobody asked git. */
  readonly paths?: readonly string[];
}
