import { expect, test } from 'vitest';
import { splitSql } from './split-sql.ts';

test.each<[string, string, string[]]>([
  ['nothing', '', []],
  ['blanks and comments only', ' \n-- a; b\n/* c; */', []],
  ['statements', 'select 1; select 2;', ['select 1', 'select 2']],
  ['a last one without semicolon', 'select 1;\nselect 2\n', ['select 1', 'select 2\n']],
  ['empty statements', ';;select 1;;', ['select 1']],
  [
    'a quoted text',
    "insert into a values ('x;''y;'); select 1",
    ["insert into a values ('x;''y;')", 'select 1'],
  ],
  ['a text with escapes', "select E'\\';'; select 1", ["select E'\\';'", 'select 1']],
  ['a backslash that is no escape', "select '\\'; select 1", ["select '\\'", 'select 1']],
  ['a quoted name', 'select 1 as "a;""b"; select 1', ['select 1 as "a;""b"', 'select 1']],
  [
    'a dollar-quoted body',
    'do $x$ begin; $$;$$ end; $x$; select 1',
    ['do $x$ begin; $$;$$ end; $x$', 'select 1'],
  ],
  [
    'a parameter is no dollar quote',
    'prepare a as select $1; select 1',
    ['prepare a as select $1', 'select 1'],
  ],
  ['a dollar within a name', 'select a$b$c; select 1', ['select a$b$c', 'select 1']],
  [
    'a comment at the end of a line',
    'select 1 -- one; two\n; select 2',
    ['select 1 -- one; two\n', 'select 2'],
  ],
  [
    'nested comments',
    'select /* a; /* b; */ c; */ 1; select 2',
    ['select /* a; /* b; */ c; */ 1', 'select 2'],
  ],
  [
    'a rule of several commands',
    'create rule r as on insert to a do also (delete from b; delete from c); select 1',
    ['create rule r as on insert to a do also (delete from b; delete from c)', 'select 1'],
  ],
  [
    'a body in standard SQL',
    'create or replace function f() returns int begin atomic; select case when true then 1 end; end; select 1',
    [
      'create or replace function f() returns int begin atomic; select case when true then 1 end; end',
      'select 1',
    ],
  ],
  ['a transaction', 'begin; select 1; end; select 2', ['begin', 'select 1', 'end', 'select 2']],
])('%s', (_name, sql, expected) => {
  const statements = splitSql(sql);
  expect(statements.map(({ text }) => text)).toEqual(expected);
  for (const { text, offset } of statements) expect(sql.slice(offset, offset + text.length)).toBe(text);
});
