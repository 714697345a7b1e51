import { type PythonModule, within } from '../python-module.ts';
import type { FactoryFinder } from './app-factories.ts';
import { type AppUse, GROUP } from './app-use.ts';

const COMMENTED = /^#+[ \t]*((\w+)[ \t]*(?:,[ \t]*\w+[ \t]*)*=[ \t]*((?:\w+\.)*\w+)\((.*)\))[ \t]*\r?$/gm;
const FACTORY_IN_GROUP = /create_app[ \t]*=[ \t]*([\w.]+)/;
const DEFINES = /^(?:Function|Class)Definition$|^ParamList$|^(?:For|With)Statement$/;
const ASSIGNS = /^(?:Assign|Update)Statement$|^NamedExpression$/;

/** Whether a module gives a name a value anywhere. */
function isBound(name: string, module: PythonModule, { imports }: FactoryFinder): boolean {
  if (imports.get(module)?.some(({ local }) => local === name)) return true;
  return (module.names.get(name) ?? []).some(({ parent, start }) => {
    if (parent === undefined) return false;
    if (DEFINES.test(parent.name)) return true;
    const statement = /^(?:Tuple|Array)Expression$/.test(parent.name) ? (parent.parent ?? parent) : parent;
    const sign = statement.children.find(({ name: kind }) => kind === 'AssignOp');
    return ASSIGNS.test(statement.name) && sign !== undefined && start < sign.start;
  });
}

/** Lines that made an application, or its commands, and were commented out while what they made is still used. */
export function* commentedOut(module: PythonModule, finder: FactoryFinder): Generator<AppUse> {
  for (const match of module.text.matchAll(COMMENTED)) {
    const [, statement = '', name = '', callee = '', rest = ''] = match;
    const called = GROUP.test(callee) ? FACTORY_IN_GROUP.exec(rest)?.[1] : callee;
    const factory = called === undefined ? undefined : finder.find(called, module);
    if (factory === undefined || called === undefined) continue;
    const uses = module.names.get(name)?.filter(({ parent }) => parent?.name !== 'ImportStatement') ?? [];
    if (uses.length === 0 || isBound(name, module, finder)) continue;
    const node = [...within(module.root)].find(one => one.name === 'Comment' && one.start === match.index);
    if (node !== undefined)
      yield { kind: 'commented', module, node, factory, called, lost: { name, statement } };
  }
}
