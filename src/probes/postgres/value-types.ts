import pg from 'pg';

/** What pg itself reads into values that JSON can carry: bool, int2, int4, oid, json, jsonb, int4[], text[]. */
const AS_PG_DOES = new Set([16, 21, 23, 26, 114, 3802, 1007, 1009]);
const INT8 = 20;
const FLOATS = new Set([700, 701]);
const NUMERIC = 1700;
const TIMESTAMPTZ = 1184;
const EXACT_DIGITS = 15;

const safeInteger = (text: string) => (Number.isSafeInteger(Number(text)) ? Number(text) : text);
const finite = (text: string) => (Number.isFinite(Number(text)) ? Number(text) : text);
const exact = (text: string) =>
  text.replace(/^-?0*\.?0*|\./g, '').length <= EXACT_DIGITS ? finite(text) : text;

function instant(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}

function parserFor(oid: number): (text: string) => unknown {
  if (AS_PG_DOES.has(oid)) return pg.types.getTypeParser(oid, 'text');
  if (oid === INT8) return safeInteger;
  if (FLOATS.has(oid)) return finite;
  if (oid === NUMERIC) return exact;
  if (oid === TIMESTAMPTZ) return instant;
  return text => text;
}

/**
 * Reads values into what JSON can carry. A `count(*)` is a number, as who writes `{ atLeast: 1 }` means it; numbers that
 * JavaScript cannot hold exactly, dates without a zone and all other types stay the text that PostgreSQL sent.
 */
export const jsonTypes = { getTypeParser: parserFor } as unknown as pg.CustomTypesConfig;
