import type { PythonNode, SourceObservation } from '../../model/observations/source.ts';
import {
  assignment,
  isSameScope,
  type PythonModule,
  parts,
  pythonModules,
  scopeOf,
  within,
} from '../python-module.ts';
import { importedModule, importsOf } from './python-imports.ts';

/** What a function that makes a Flask application gives back. */
export type Made =
  | { readonly kind: 'app' }
  /** `names` of what it returns, where these are plain names; `app`: which of them the application is. */
  | { readonly kind: 'tuple'; readonly names: readonly string[]; readonly app: number }
  /** An application here and a tuple there. */
  | { readonly kind: 'mixed'; readonly first: PythonNode; readonly other: PythonNode };

/** A function that makes a Flask application. */
export interface AppFactory {
  readonly module: PythonModule;
  readonly node: PythonNode;
  readonly made: Made;
}

/** What one `return` gives back; undefined when that cannot be said. */
type Returned = { kind: 'app' } | { kind: 'tuple'; names: string[]; app: number };

const MOST_HOPS = 5;
const MAKES_FLASK = /\bFlask\(/;
const DEFINITION = /^def (\w+)\(/gm;
const CALLS_FLASK = /^(?:\w+\.)?Flask$/;

const calleeOf = (call: PythonNode) => (call.name === 'CallExpression' ? call.children[0] : undefined);

/** Whether a text may have to do with Flask applications and their factories; cheap, as a tree is made of each that has. */
function isAboutFlask({ files }: SourceObservation): (text: string) => boolean {
  const makers = files.filter(({ language, text = '' }) => language === 'python' && MAKES_FLASK.test(text));
  const names = makers.flatMap(({ text = '' }) => [...text.matchAll(DEFINITION)].map(([, name]) => name));
  if (names.length === 0) return () => false;
  const pattern = new RegExp(`Flask|\\b(?:${[...new Set(names)].join('|')})\\b`);
  return text => pattern.test(text);
}

const finders = new WeakMap<SourceObservation, FactoryFinder>();

/** Finds the factories that names stand for, across files. */
export function factoryFinder(project: SourceObservation): FactoryFinder {
  const finder = finders.get(project) ?? createFinder(project);
  finders.set(project, finder);
  return finder;
}

function createFinder(project: SourceObservation) {
  const all = pythonModules(project, isAboutFlask(project));
  const modules = new Map(all.map(module => [module.path, module]));
  const imports = new Map(all.map(module => [module, importsOf(module)]));
  const found = new Map<string, AppFactory | undefined>();

  const makesFlask = (value: PythonNode, module: PythonModule): boolean => {
    const callee = calleeOf(value);
    return callee !== undefined && CALLS_FLASK.test(module.textOf(callee));
  };

  /** What a name is given inside of a function. */
  function givenTo(name: string, definition: PythonNode, module: PythonModule): PythonNode[] {
    return [...within(definition, isSameScope)].flatMap(node => {
      const { targets: [target] = [], isSingle, value } = assignment(node) ?? {};
      const isIt = isSingle && target !== undefined && module.textOf(target) === name;
      return isIt && value !== undefined ? [value] : [];
    });
  }

  function tuple(items: readonly PythonNode[], definition: PythonNode, module: PythonModule) {
    if (items.some(({ name }) => name === '*')) return undefined;
    const names = items.map(item => (item.name === 'VariableName' ? module.textOf(item) : '_'));
    const app = items.findIndex(
      (item, index) =>
        makesFlask(item, module) ||
        givenTo(names[index] ?? '', definition, module).some(value => makesFlask(value, module)),
    );
    return app === -1 ? undefined : ({ kind: 'tuple', names, app } as const);
  }

  function returned(value: PythonNode, definition: PythonNode, module: PythonModule, hops: number) {
    const [inner] = value.name === 'ParenthesizedExpression' ? parts(value) : [];
    if (inner !== undefined) return returned(inner, definition, module, hops);
    if (value.name === 'TupleExpression') return tuple(parts(value), definition, module);
    if (makesFlask(value, module)) return { kind: 'app' } as const;
    if (value.name === 'VariableName') {
      const given = givenTo(module.textOf(value), definition, module);
      const [only] = given;
      if (given.some(one => makesFlask(one, module))) return { kind: 'app' } as const;
      return only?.name === 'TupleExpression' && given.length === 1
        ? tuple(parts(only), definition, module)
        : undefined;
    }
    const callee = calleeOf(value);
    const made = callee && find(module.textOf(callee), module, hops + 1)?.made;
    return made?.kind === 'mixed' ? undefined : (made as Returned | undefined);
  }

  function madeBy(definitions: readonly PythonNode[], module: PythonModule, hops: number): Made | undefined {
    const returns = definitions.flatMap(definition =>
      [...within(definition, isSameScope)]
        .filter(({ name }) => name === 'ReturnStatement')
        .map(node => {
          const values = parts(node).slice(1);
          const [only] = values;
          const value: Returned | undefined =
            values.length > 1
              ? tuple(values, definition, module)
              : only && returned(only, definition, module, hops);
          return { node, value };
        }),
    );
    const [first] = returns;
    if (first?.value === undefined || returns.some(({ value }) => value === undefined)) return undefined;
    const shape = (value: Returned | undefined) =>
      value?.kind === 'tuple' ? `${value.names.length} ${value.app}` : 'app';
    const other = returns.find(({ value }) => shape(value) !== shape(first.value));
    return other === undefined ? first.value : { kind: 'mixed', first: first.node, other: other.node };
  }

  function define(name: string, module: PythonModule, hops: number): AppFactory | undefined {
    const definitions = (module.names.get(name) ?? []).flatMap(({ parent, start }) => {
      const isName = parent?.name === 'FunctionDefinition' && parent.children.some(c => c.start === start);
      return isName && parent !== undefined && scopeOf(parent) === module.root ? [parent] : [];
    });
    const [node] = definitions;
    if (node === undefined) return undefined;
    const isPlain = definitions.every(
      definition =>
        definition.parent?.name !== 'DecoratedStatement' &&
        definition.children[0]?.name === 'def' &&
        ![...within(definition, isSameScope)].some(({ name: kind }) => kind === 'yield'),
    );
    const made = isPlain ? madeBy(definitions, module, hops) : undefined;
    return made && { module, node, made };
  }

  /** The factory that a name, dotted or not, stands for in a module. */
  function find(name: string, module: PythonModule, hops = 0): AppFactory | undefined {
    if (hops > MOST_HOPS || !/^[\w.]+$/.test(name)) return undefined;
    const key = `${module.path} ${name}`;
    if (!found.has(key)) {
      found.set(key, undefined);
      found.set(key, lookUp(name, module, hops));
    }
    return found.get(key);
  }

  function lookUp(name: string, module: PythonModule, hops: number): AppFactory | undefined {
    const own = define(name, module, hops);
    if (own !== undefined) return own;
    for (const { local, name: there, module: from } of imports.get(module) ?? []) {
      const target = () => importedModule(module, from, modules);
      if (there !== undefined && local === name) {
        const other = target();
        return other && find(there, other, hops + 1);
      }
      if (there === undefined && name.startsWith(`${local}.`)) {
        const other = target();
        if (other !== undefined) return find(name.slice(local.length + 1), other, hops + 1);
      }
    }
    return undefined;
  }

  return { modules: all, find, imports };
}

/** What {@link factoryFinder} gives. */
export type FactoryFinder = ReturnType<typeof createFinder>;
