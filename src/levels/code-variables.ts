import { placesIn } from '../matching/places-in.ts';
import type { PythonNode, SourceFile, SourceObservation } from '../model/observations/source.ts';
import type { Place } from '../model/verdict.ts';
import { type PythonModule, pythonModules, within } from './python-module.ts';

/** A variable of the environment that code reads, and where. */
export interface CodeVariable extends Place {
  readonly name: string;
  /** Without it the code fails right there, as nothing catches that. */
  readonly isRequired: boolean;
}

const IS_TEST =
  /(?:^|\/)(?:tests?|__tests__|e2e|cypress|spec)\/|(?:^|\/)(?:test_[^/]*|conftest)\.py$|\.(?:test|spec)\.\w+$/;
const MAPPING = /^(?:os\.)?environ$/;
const GETTER = /^(?:(?:os\.)?environ\.get|(?:os\.)?getenv)$/;
const LITERAL = /^(["'])(\w+)\1$/;

function nameOf(node: PythonNode | undefined, { textOf }: PythonModule): string | undefined {
  return node?.name === 'String' ? LITERAL.exec(textOf(node))?.[2] : undefined;
}

/** Whether the code looks first, or goes on without. */
function isGuarded(node: PythonNode, name: string, { text }: PythonModule): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent) if (at.name === 'TryStatement') return true;
  return new RegExp(`["']${name}["']\\s+(?:not\\s+)?in\\s+(?:os\\.)?environ\\b`).test(text);
}

/** What is done to a variable rather than read of it. */
function isWritten(node: PythonNode): boolean {
  const { parent } = node;
  if (parent?.name === 'DeleteStatement') return true;
  const sign = parent?.children.find(({ name }) => name === 'AssignOp');
  return parent?.name === 'AssignStatement' && sign !== undefined && node.start < sign.start;
}

function* inPython(module: PythonModule): Generator<CodeVariable> {
  const { path, place, root, textOf } = module;
  for (const node of within(root)) {
    const [first, second, third] = node.children;
    if (first === undefined) continue;
    if (node.name === 'MemberExpression' && second?.name === '[' && MAPPING.test(textOf(first))) {
      const name = nameOf(third, module);
      if (name === undefined || isWritten(node)) continue;
      yield { file: path, ...place(node.start), name, isRequired: !isGuarded(node, name, module) };
    } else if (node.name === 'CallExpression' && GETTER.test(textOf(first))) {
      const name = nameOf(
        second?.children.find(({ name: kind }) => kind === 'String'),
        module,
      );
      if (name !== undefined) yield { file: path, ...place(node.start), name, isRequired: false };
    }
  }
}

const SCRIPT = /\b(?:process\.env|import\.meta\.env)(?:\.([A-Za-z_]\w*)|\[(["'])(\w+)\2\])(!)?/g;
/** `const { NAME, OTHER: other, LAST = 'text' } = process.env`. */
const UNPACKED = /\{([^{}]*)\}\s*(?::[^={}]+)?=\s*(?:process|import\.meta)\.env\b(?!\s*[.[(])/g;
const ITEM = /(?:^|,)\s*([A-Z][A-Z\d_]*)(?=\s*(?:[,:=]|$))/g;
/** Of the bundler itself. */
const BUNDLER = /^(?:MODE|DEV|PROD|SSR|BASE_URL)$/;
const COMMENTED = /^\s*(?:\/\/|\*|\/\*)/;

function* inScript({ path, text = '' }: SourceFile): Generator<CodeVariable> {
  if (!text.includes('.env')) return;
  const place = placesIn(text);
  const isCommented = (at: number) => COMMENTED.test(text.slice(text.lastIndexOf('\n', at) + 1, at));
  for (const { index, 1: dotted, 3: quoted, 4: certain } of text.matchAll(SCRIPT)) {
    const name = dotted ?? quoted ?? '';
    const isAssigned = /^\s*=(?![=>])/.test(text.slice(index).replace(/^[\w.[\]"']+!?/, ''));
    if (BUNDLER.test(name) || isCommented(index) || isAssigned) continue;
    yield { file: path, ...place(index), name, isRequired: certain !== undefined };
  }
  for (const { index, 1: items = '' } of text.matchAll(UNPACKED)) {
    if (isCommented(index)) continue;
    for (const { index: at, 0: whole, 1: name = '' } of items.matchAll(ITEM)) {
      const offset = index + 1 + at + whole.length - name.length;
      if (!BUNDLER.test(name)) yield { file: path, ...place(offset), name, isRequired: false };
    }
  }
}

/** Every variable of the environment that Python, JavaScript and TypeScript read by name; tests left out. */
export function codeVariables(project: SourceObservation): CodeVariable[] {
  const isCode = ({ path }: { readonly path: string }) => !IS_TEST.test(path);
  const modules = pythonModules(project, text => /\benviron\b|\bgetenv\b/.test(text)).filter(isCode);
  const scripts = project.files.filter(file => file.language === 'javascript' && isCode(file));
  return [
    ...modules.flatMap(module => [...inPython(module)]),
    ...scripts.flatMap(file => [...inScript(file)]),
  ];
}
