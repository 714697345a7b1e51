import { placesIn } from '../matching/places-in.ts';
import type { LineColumn, PythonNode, SourceFile, SourceObservation } from '../model/observations/source.ts';

/** A file in Python that rules look into. */
export interface PythonModule {
  readonly file: SourceFile;
  readonly path: string;
  readonly text: string;
  readonly root: PythonNode;
  /** Every node that is a name, by that name. */
  readonly names: ReadonlyMap<string, readonly PythonNode[]>;
  textOf(node: PythonNode): string;
  place(offset: number): LineColumn;
}

/** A node and all below it, in the order of the text; `isOpen`: whether to look below one. */
export function* within(
  node: PythonNode,
  isOpen: (inner: PythonNode) => boolean = () => true,
): Generator<PythonNode> {
  const open = [node];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    yield one;
    if (one === node || isOpen(one)) open.push(...one.children.toReversed());
  }
}

const SCOPES = ['FunctionDefinition', 'LambdaExpression', 'ClassDefinition'];
const PUNCTUATION = /^(?:[()[\]{},:;.=]|AssignOp|Comment)$/;

/** Children of a node without commas, brackets and comments. */
export const parts = ({ children }: PythonNode): PythonNode[] =>
  children.filter(({ name }) => !PUNCTUATION.test(name));

/** Whether a node belongs to the scope that is walked through, and not to one inside of it. */
export const isSameScope = ({ name }: PythonNode): boolean => !SCOPES.includes(name);

/** What stands after a keyword argument's name in a call; undefined when there is none of that name. */
export function keywordArgument(call: PythonNode, name: string, text: string): PythonNode | undefined {
  const items = call.children.find(child => child.name === 'ArgList')?.children ?? [];
  const at = items.findIndex(
    (item, index) =>
      item.name === 'VariableName' &&
      text.slice(item.start, item.end) === name &&
      items[index + 1]?.name === 'AssignOp',
  );
  return at === -1 ? undefined : items[at + 2];
}

/** An assignment that is no chain. */
export interface Assignment {
  readonly targets: readonly PythonNode[];
  /** Not unpacked. */
  readonly isSingle: boolean;
  readonly value: PythonNode;
}

/** The assignment that a node is; undefined of other nodes, and of `a = b = c`. */
export function assignment(node: PythonNode): Assignment | undefined {
  const { children } = node;
  const marks = children.filter(({ name }) => name === 'AssignOp');
  const at = children.findIndex(({ name }) => name === 'AssignOp');
  if (node.name !== 'AssignStatement' || marks.length !== 1) return undefined;
  const values = children.slice(at + 1).filter(({ name }) => !PUNCTUATION.test(name));
  const [value] = values;
  if (value === undefined || values.length > 1) return undefined;
  const left = children.slice(0, at).filter(({ name }) => name !== 'TypeDef' && !PUNCTUATION.test(name));
  const [only] = left;
  if (only === undefined) return undefined;
  const isGroup = /^(?:Tuple|Array)Expression$/.test(only.name);
  const isSingle = !isGroup && children.slice(0, at).every(({ name }) => name !== ',');
  return { targets: isGroup ? parts(only) : left, isSingle, value };
}

/** The innermost function, lambda or class around a node; the root where there is none. */
export function scopeOf(node: PythonNode): PythonNode {
  let at = node;
  while (at.parent !== undefined) {
    at = at.parent;
    if (SCOPES.includes(at.name)) return at;
  }
  return at;
}

function namesIn(root: PythonNode, text: string): Map<string, PythonNode[]> {
  const names = new Map<string, PythonNode[]>();
  for (const node of within(root)) {
    if (node.name !== 'VariableName') continue;
    const name = text.slice(node.start, node.end);
    const known = names.get(name);
    if (known === undefined) names.set(name, [node]);
    else known.push(node);
  }
  return names;
}

const modules = new WeakMap<SourceFile, PythonModule>();

/** The files in Python whose text is wanted, and that can be read. */
export const pythonModules = (
  { files }: SourceObservation,
  isWanted: (text: string) => boolean,
): PythonModule[] =>
  files.flatMap(file => {
    const { tree, text, flaws, path } = file;
    if (tree?.kind !== 'python' || text === undefined || flaws.length > 0 || !isWanted(text)) return [];
    const known = modules.get(file);
    if (known !== undefined) return [known];
    const root = tree.root();
    const made = {
      file,
      path,
      text,
      root,
      names: namesIn(root, text),
      textOf: (node: PythonNode) => text.slice(node.start, node.end),
      place: placesIn(text),
    };
    modules.set(file, made);
    return [made];
  });
