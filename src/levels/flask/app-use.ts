import type { PythonNode } from '../../model/observations/source.ts';
import { keywordArgument, type PythonModule, scopeOf } from '../python-module.ts';
import type { AppFactory } from './app-factories.ts';

/**
 * What is done with what a factory gives back: the factory itself is given to FlaskGroup; an attribute is asked for, or
 * FlaskGroup gets it; it is put into a name that is used as an application; it is unpacked into too many or too few names,
 * or into the right ones in another order; an item of it is taken; or the line that did it is commented out.
 */
export type AppUseKind = 'given' | 'attribute' | 'name' | 'unpacked' | 'order' | 'item' | 'commented';

/** A place where that does not fit what the factory gives back. */
export interface AppUse {
  readonly kind: AppUseKind;
  readonly module: PythonModule;
  /** What does not fit. */
  readonly node: PythonNode;
  readonly factory: AppFactory;
  /** The factory as it is written here: `create_app`, `project.create_app`. */
  readonly called: string;
  /** Of a line that is commented out: the name that it gave a value, and the line itself. */
  readonly lost?: { readonly name: string; readonly statement: string };
}

/** What makes commands of an application, and gets a function that makes it. */
export const GROUP = /^(?:\w+\.)*(?:FlaskGroup|ScriptInfo)$/;

/** Past brackets that change nothing. */
export function outermost(node: PythonNode): PythonNode {
  let at = node;
  while (at.parent?.name === 'ParenthesizedExpression') at = at.parent;
  return at;
}

/** Whether FlaskGroup gets this node as `create_app`, or a lambda that returns it. */
export function isGiven(node: PythonNode, { textOf, text }: PythonModule): boolean {
  const at = node.parent?.name === 'LambdaExpression' ? node.parent : node;
  const call = at.parent?.parent;
  const [callee] = call?.children ?? [];
  if (call?.name !== 'CallExpression' || callee === undefined || !GROUP.test(textOf(callee))) return false;
  return keywordArgument(call, 'create_app', text) === at;
}

/** Whether a name is a parameter of a function around the node, and so another thing. */
export function isParameter(node: PythonNode, { textOf, root }: PythonModule): boolean {
  for (let scope = scopeOf(node); scope !== root; scope = scopeOf(scope)) {
    const list = scope.children.find(({ name }) => name === 'ParamList');
    if (list?.children.some(child => child !== node && textOf(child) === textOf(node))) return true;
  }
  return false;
}

const OF_TUPLES = ['count', 'index'];

/** What is asked of a value right behind it: an item, as of a tuple, or an attribute that no tuple has. */
export function askedOf(node: PythonNode, textOf: PythonModule['textOf']): 'item' | 'attribute' | undefined {
  const { parent } = node;
  if (parent?.name !== 'MemberExpression' || parent.children[0] !== node) return undefined;
  const property = parent.children.find(({ name }) => name === 'PropertyName');
  return property === undefined || OF_TUPLES.includes(textOf(property)) ? 'item' : 'attribute';
}
