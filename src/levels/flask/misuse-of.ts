import type { PythonNode } from '../../model/observations/source.ts';
import { type Assignment, assignment, type PythonModule, scopeOf } from '../python-module.ts';
import type { Made } from './app-factories.ts';
import { type AppUse, askedOf, isGiven, isParameter, outermost } from './app-use.ts';

type Misuse = Pick<AppUse, 'kind' | 'node'>;

const APP_NAME = /^(?:app|application)$/;
const ASKS_A_TUPLE = /^(?:len|isinstance|tuple|list)$/;

/** Whether a value is used as only a tuple can be. */
function isUsedAsTuple(node: PythonNode, { textOf }: PythonModule): boolean {
  const value = outermost(node);
  const { parent } = value;
  const given = parent && assignment(parent);
  const isUnpacked = given?.value === value && !given.isSingle;
  const isIterated = parent?.name === 'ForStatement' || parent?.children[0]?.name === '*';
  const [callee] = parent?.name === 'ArgList' ? (parent.parent?.children ?? []) : [];
  const isAsked = callee !== undefined && ASKS_A_TUPLE.test(textOf(callee));
  return askedOf(node, textOf) === 'item' || isUnpacked || isIterated || isAsked;
}

/** Whether a name that holds a tuple is used as an application, and nowhere as a tuple. */
function isTakenForApp(target: PythonNode, module: PythonModule): boolean {
  const { textOf, names, root } = module;
  const uses = (names.get(textOf(target)) ?? []).filter(
    node => node !== target && !isParameter(node, module),
  );
  if (uses.some(node => isUsedAsTuple(node, module))) return false;
  const isApp = uses.some(node => askedOf(node, textOf) === 'attribute' || isGiven(outermost(node), module));
  return isApp || (scopeOf(target) === root && APP_NAME.test(textOf(target)));
}

/** Whether the targets are the factory's own names, and not in its order. */
function isSwapped(targets: readonly string[], { names, app }: Extract<Made, { kind: 'tuple' }>): boolean {
  const isSame = targets.toSorted().join() === names.toSorted().join();
  return isSame && targets.includes(names[app] ?? '') && targets.join() !== names.join();
}

function misassigned(
  { targets, isSingle }: Assignment,
  made: Made,
  module: PythonModule,
): Misuse | undefined {
  const [node] = targets;
  if (node === undefined || made.kind === 'mixed' || targets.some(({ name }) => name === '*'))
    return undefined;
  if (isSingle) {
    const isWrong = made.kind === 'tuple' && node.name === 'VariableName' && isTakenForApp(node, module);
    return isWrong ? { kind: 'name', node } : undefined;
  }
  if (made.kind === 'app' || targets.length !== made.names.length) return { kind: 'unpacked', node };
  return isSwapped(targets.map(module.textOf), made) ? { kind: 'order', node } : undefined;
}

/** What is wrong with how the value of a call of a factory is used. */
export function misuseOf(call: PythonNode, made: Made, module: PythonModule): Misuse | undefined {
  const value = outermost(call);
  const { parent } = value;
  if (parent === undefined || made.kind === 'mixed') return undefined;
  const asked = askedOf(value, module.textOf);
  if (made.kind === 'app' && asked === 'item') return { kind: 'item', node: value };
  if (made.kind === 'tuple' && (asked === 'attribute' || isGiven(value, module)))
    return { kind: 'attribute', node: value };
  const given = assignment(parent);
  return given?.value === value ? misassigned(given, made, module) : undefined;
}
