import type { Edit } from '../../model/edit.ts';
import type { PythonNode } from '../../model/observations/source.ts';
import type { Made } from '../flask/app-factories.ts';
import type { AppUse } from '../flask/app-use.ts';
import { appUses } from '../flask/app-uses.ts';
import { assignment, type PythonModule, parts } from '../python-module.ts';
import { insert, type Mend } from './mend.ts';

type Tuple = Extract<Made, { kind: 'tuple' }>;

const WRAPPERS = ['create_cli_app', 'create_app_for_cli'];

/** Names to unpack into: those of the factory, where they are free; `own` is what the application is called here. */
function unpacked({ names, app }: Tuple, own: string, module: PythonModule): string {
  return names
    .map((name, index) => (index === app ? own : name === own || module.names.has(name) ? '_' : name))
    .join(', ');
}

/** The name that holds the application where the module unpacks the factory before this place. */
function unpackedApp({ module, factory: { made }, node, called }: AppUse): string | undefined {
  if (made.kind !== 'tuple') return undefined;
  const found = module.root.children.find(statement => {
    const given = assignment(statement);
    const isCall = given !== undefined && module.textOf(given.value).startsWith(`${called}(`);
    return isCall && statement.end < node.start && given.targets.length === made.names.length;
  });
  const target = found && assignment(found)?.targets[made.app];
  return target?.name === 'VariableName' ? module.textOf(target) : undefined;
}

/** The statement of the module in which a node stands; undefined when it stands deeper. */
function topStatement(node: PythonNode, { root, text }: PythonModule): PythonNode | undefined {
  let at = node;
  while (at.parent !== undefined && at.parent !== root) at = at.parent;
  const isWholeLine = at.start === 0 || text[at.start - 1] === '\n';
  return at.name === 'AssignStatement' && isWholeLine ? at : undefined;
}

/** A function that returns the application alone. */
function wrapperOf(use: AppUse): { name: string; lines: string[] } | undefined {
  const { module, called, factory } = use;
  const name = WRAPPERS.find(one => !module.text.includes(one));
  if (name === undefined || factory.made.kind !== 'tuple') return undefined;
  const value = unpackedApp(use) ?? `${called}()[${factory.made.app}]`;
  return { name, lines: [`def ${name}():`, `    return ${value}`, '', ''] };
}

/** Blank lines that are missing before a function. */
const blanksBefore = (text: string, at: number): string => {
  const [before = ''] = /(?:\r?\n)*$/.exec(text.slice(0, at)) ?? [];
  const lines = before.split('\n').length - 1;
  return at === 0 ? '' : '\n'.repeat(Math.max(0, 3 - lines));
};

/** The line is commented out, and FlaskGroup gets a function that returns the application alone. */
function wrap(use: AppUse): Edit[] {
  const { module, node, called, factory } = use;
  const { text, path } = module;
  if (factory.made.kind !== 'tuple') return [];
  const statement = topStatement(node, module);
  const wrapper = wrapperOf(use);
  if (statement === undefined || wrapper === undefined) {
    const value = `lambda: ${called}()[${factory.made.app}]`;
    return [{ file: path, start: node.start, end: node.end, text: value }];
  }
  const old = module.textOf(statement).split(/\r?\n/);
  const comment = [
    `# ${called}() returns (${factory.made.names.join(', ')}), and FlaskGroup wants the app alone`,
  ];
  const before = [...comment, ...old.map(line => `# ${line}`), ...wrapper.lines].map(line => `${line}\n`);
  return [
    insert(path, statement.start, blanksBefore(text, statement.start) + before.join('')),
    { file: path, start: node.start, end: node.end, text: wrapper.name },
  ];
}

/** What was commented out comes back as it must be. */
function bringBack(use: AppUse): Edit[] {
  const { module, node, called, factory, lost } = use;
  if (lost === undefined) return [];
  const { made } = factory;
  const isGroup = !lost.statement
    .slice(lost.statement.indexOf('='))
    .trimStart()
    .slice(1)
    .trimStart()
    .startsWith(`${called}(`);
  const after = (lines: readonly string[]) => [
    insert(module.path, node.end, lines.map(line => `\n${line}`).join('')),
  ];
  if (made.kind === 'mixed') return [];
  if (made.kind === 'app')
    return isGroup ? after([lost.statement]) : after([lost.statement.replace(/^[^=]*/, `${lost.name} `)]);
  if (!isGroup) return after([lost.statement.replace(/^[^=]*/, `${unpacked(made, lost.name, module)} `)]);
  const wrapper = wrapperOf(use);
  if (wrapper === undefined) return [];
  const statement = lost.statement.replace(/(create_app[ \t]*=[ \t]*)[\w.]+/, `$1${wrapper.name}`);
  return after([...wrapper.lines, statement]);
}

/** All targets become others. */
function retarget({ module, node }: AppUse, targets: string): Edit[] {
  const statement = node.parent?.name === 'AssignStatement' ? node.parent : node.parent?.parent;
  const sign = statement?.children.find(({ name }) => name === 'AssignOp');
  if (statement === undefined || sign === undefined) return [];
  const typed = statement.children.find(({ name }) => name === 'TypeDef');
  const left = module.text.slice(statement.start, sign.start);
  const end = statement.start + left.trimEnd().length;
  return typed === undefined ? [{ file: module.path, start: statement.start, end, text: targets }] : [];
}

/** The application alone, where nothing else of what was unpacked is used. */
function takeAppAlone(use: AppUse): Edit[] {
  const { module, node } = use;
  const statement = node.parent?.name === 'AssignStatement' ? node.parent : node.parent?.parent;
  const targets = (statement && assignment(statement)?.targets) ?? [];
  const names = targets.map(module.textOf);
  const own = names.find(name => /^(?:app|application)$/.test(name)) ?? names[0];
  const isFree = targets.every(
    (target, index) => names[index] === own || (module.names.get(module.textOf(target))?.length ?? 0) === 1,
  );
  return own === undefined || !isFree ? [] : retarget(use, own);
}

function editsOf(use: AppUse): Edit[] {
  const { kind, module, node, factory } = use;
  const { made } = factory;
  if (kind === 'commented') return bringBack(use);
  if (made.kind === 'app') {
    if (kind === 'unpacked') return takeAppAlone(use);
    const { parent } = node;
    const [index] = parent === undefined ? [] : parts({ ...parent, children: parent.children.slice(2, -1) });
    const isFirst = kind === 'item' && index !== undefined && module.textOf(index) === '0';
    return isFirst && parent !== undefined
      ? [{ file: module.path, start: node.end, end: parent.end, text: '' }]
      : [];
  }
  if (made.kind === 'mixed') return [];
  switch (kind) {
    case 'given':
      return wrap(use);
    case 'attribute':
      return [insert(module.path, node.end, `[${made.app}]`)];
    case 'name':
      return retarget(use, unpacked(made, module.textOf(node), module));
    case 'order':
      return retarget(use, made.names.join(', '));
    default:
      return [];
  }
}

const mend: Mend = (spot, project) => {
  const use = appUses(project).find(({ module, node }) => {
    const { line, column } = module.place(node.start);
    return module.path === spot.file && line === spot.line && column === spot.column;
  });
  return use === undefined ? [] : editsOf(use);
};

/** By rule. */
export const mends: Readonly<Record<string, Mend>> = { S15: mend };
