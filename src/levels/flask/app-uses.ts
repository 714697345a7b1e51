import type { PythonNode, SourceObservation } from '../../model/observations/source.ts';
import type { PythonModule } from '../python-module.ts';
import { type FactoryFinder, factoryFinder } from './app-factories.ts';
import { type AppUse, isGiven, isParameter } from './app-use.ts';
import { commentedOut } from './commented-out.ts';
import { misuseOf } from './misuse-of.ts';

/** `project.create_app` of its `project`. */
function dotted(name: PythonNode, { textOf }: PythonModule): PythonNode {
  let at = name;
  while (at.parent?.name === 'MemberExpression' && /^[\w.]+$/.test(textOf(at.parent))) at = at.parent;
  return at;
}

function useAt(name: PythonNode, module: PythonModule, finder: FactoryFinder): AppUse | undefined {
  const reference = dotted(name, module);
  const called = module.textOf(reference);
  const factory = finder.find(called, module);
  if (factory === undefined || isParameter(name, module)) return undefined;
  const { parent } = reference;
  const common = { module, factory, called };
  if (parent?.name === 'CallExpression' && parent.children[0] === reference) {
    const wrong = misuseOf(parent, factory.made, module);
    return wrong && { ...common, ...wrong };
  }
  const isWrong = factory.made.kind === 'tuple' && isGiven(reference, module);
  return isWrong ? { ...common, kind: 'given', node: reference } : undefined;
}

/** Every place that takes what a Flask factory returns for what it is not. */
export function appUses(project: SourceObservation): AppUse[] {
  const finder = factoryFinder(project);
  return finder.modules.flatMap(module => {
    const names = [...module.names.values()].flat();
    const uses = names.flatMap(name => useAt(name, module, finder) ?? []);
    return [...uses, ...commentedOut(module, finder)];
  });
}
