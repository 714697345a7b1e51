import type { Tree } from '@lezer/common';
import type { PythonNode, PythonTree } from '../model/observations/source.ts';

/** Files in which no rule looks for anything need no tree, nor the library that makes it. */
const WANTED = /Flask|_app\b|\benviron\b|\bgetenv\b/;

/** Not by recursion: a long sum is a deep tree. */
function plainTree(tree: Tree): PythonNode {
  const cursor = tree.cursor();
  const make = (parent?: PythonNode & { children: PythonNode[] }) => {
    const node = { name: cursor.name, start: cursor.from, end: cursor.to, parent, children: [] };
    parent?.children.push(node);
    return node as PythonNode & { children: PythonNode[] };
  };
  const root = make();
  let at = root;
  for (;;) {
    if (cursor.firstChild()) at = make(at);
    else {
      while (!cursor.nextSibling()) {
        if (!cursor.parent()) return root;
        at = at.parent as typeof at;
      }
      at = make(at.parent as typeof at);
    }
  }
}

/** The tree of a text in Python, as far as it can be read; undefined where no rule would look into it. */
export async function readPythonTree(text: string): Promise<PythonTree | undefined> {
  if (!WANTED.test(text)) return undefined;
  const { parser } = await import('@lezer/python');
  let root: PythonNode | undefined;
  return {
    kind: 'python',
    root() {
      root ??= plainTree(parser.parse(text));
      return root;
    },
  };
}
