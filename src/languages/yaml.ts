import { LineCounter, parseAllDocuments } from 'yaml';
import type { Parse } from './reading.ts';

/** Charts and playbooks that are made into YAML later. */
const TEMPLATE = /\{\{-|\{%|^\s*\{\{/m;

/** YAML 1.2, of one document or more, with the tags of whatever tool reads it. */
export const parse: Parse = text => {
  if (TEMPLATE.test(text)) return { flaws: [] };
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const errors = (Array.isArray(documents) ? documents : []).flatMap(document => document.errors);
  return {
    flaws: errors.map(({ pos: [start], message }) => {
      const { line, col } = lines.linePos(start);
      return { line, column: col, message };
    }),
  };
};
