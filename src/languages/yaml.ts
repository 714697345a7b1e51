import { yaml } from '../config/source/yaml-library.ts';
import type { Reading } from './reading.ts';
import { isOutOfStack, TOO_DEEP } from './too-deep.ts';

/** Charts, playbooks and settings of Rails that are made into YAML later. */
const TEMPLATE = /\{\{-|\{%|^\s*\{\{|^\s*<%/m;

/** YAML 1.2, of one document or more, with the tags of whatever tool reads it. */
export function parse(text: string): Reading {
  if (TEMPLATE.test(text)) return { flaws: [] };
  const { LineCounter, parseAllDocuments } = yaml();
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const errors = (Array.isArray(documents) ? documents : []).flatMap(document => document.errors);
  if (errors.some(isOutOfStack)) return { flaws: [TOO_DEEP] };
  return {
    flaws: errors.map(({ pos: [start], message }) => {
      const { line, col } = lines.linePos(start);
      return { line, column: col, message };
    }),
  };
}
