import { find, insert, type Mend } from './mend.ts';

/** A value without quotes up to a comment, behind its key. */
const VALUE = /[^=\n]*=[ \t]*([^\s'"](?:[^'\n]*?[^\s'])?)(?=[ \t]*\r?$|[ \t]+#)/my;

/** Compose reads it as before. Where it holds a $ it would not: then a person has to say which of the two readings is meant. */
const quote: Mend = (spot, project) => {
  const found = find(spot, project);
  if (found === undefined || !spot.message.includes('holds a #')) return [];
  VALUE.lastIndex = found.offset;
  const [whole = '', value = ''] = VALUE.exec(found.text) ?? [];
  if (value === '' || /[$`\\]/.test(value)) return [];
  const end = found.offset + whole.length;
  return [insert(spot.file, end - value.length, "'"), insert(spot.file, end, "'")];
};

/** By rule. */
export const mends: Readonly<Record<string, Mend>> = { E04: quote };
