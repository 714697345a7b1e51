import { isMap, isSeq, type Node, parseDocument, type YAMLSeq } from 'yaml';

const rangeOf = (node: Node): readonly [number, number, number] => node.range ?? [0, 0, 0];

const indented = (entry: string, indent: string): string =>
  entry
    .split('\n')
    .map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}\n`)
    .join('');

/** Whether the list is written in brackets. */
function insertInto(text: string, list: YAMLSeq, entry: string): string {
  const [start, valueEnd] = rangeOf(list);
  if (list.flow) {
    const bracket = text.lastIndexOf(']', valueEnd - 1);
    const before = text.slice(0, bracket).trimEnd();
    const comma = list.items.length === 0 || before.endsWith(',') ? ' ' : ', ';
    const flow = entry.includes('\n') ? `{ ${entry.split('\n').join(', ')} }` : entry;
    return `${before}${list.items.length === 0 ? '' : comma}${flow}${text.slice(bracket)}`;
  }
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const last = list.items.at(-1) as Node;
  // A value ends where its line does, comment included
  const lineEnd = text.indexOf('\n', rangeOf(last)[1] - 1);
  const at = lineEnd === -1 ? text.length : lineEnd + 1;
  const head = lineEnd === -1 ? `${text}\n` : text.slice(0, at);
  return head + indented(entry, text.slice(lineStart, start)) + text.slice(at);
}

/**
 * Adds an entry to a list at the top of a YAML file, and makes the list where there is none. All else stays as it is
 * written. The lines of an entry are those of a map in it, its values without blocks.
 *
 * Undefined: what stands there is no list that could be added to.
 */
export function addToList(text: string, key: string, entry: string): string | undefined {
  const { contents } = parseDocument(text);
  if (!isMap(contents) || contents.flow) return undefined;
  const list = contents.get(key, true);
  if (list === undefined) {
    const end = text === '' || text.endsWith('\n') ? '' : '\n';
    return `${text}${end}${key}:\n${indented(entry, '  ')}`;
  }
  return isSeq(list) && (list.flow || list.items.length > 0) ? insertInto(text, list, entry) : undefined;
}
