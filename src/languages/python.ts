import { readPythonTree } from './python-tree.ts';
import type { Parse } from './reading.ts';
import { askWasm } from './wasm/ask.ts';

/** Python: what ruff says of it, and the tree that rules look into. */
export const parse: Parse = async (text, path) => {
  const [reading, tree] = await Promise.all([askWasm('python', text, path), readPythonTree(text)]);
  return { ...reading, tree };
};
