// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these texts are what is tested
import { describe, expect, test } from 'vitest';
import { parseEnvFile } from './env-file.ts';

const variables = (text: string, environment?: Record<string, string>) => {
  const { variables: found, problems } = parseEnvFile(text, '.env', environment);
  expect(problems).toEqual([]);
  return found;
};

test.each<[string, Record<string, string>]>([
  ['A=1\nB=two words\n', { A: '1', B: 'two words' }],
  ['A=pa#ss', { A: 'pa#ss' }],
  ['A=#ss', { A: '#ss' }],
  ['A=pa #ss', { A: 'pa' }],
  ['A=pa\t#ss', { A: 'pa' }],
  ['A= # nothing', { A: '' }],
  ['A=', { A: '' }],
  ['# a comment\n\n  # another\nA=1', { A: '1' }],
  ['export A=1', { A: '1' }],
  ['  A = 1  ', { A: '1' }],
  ['A=a=b==', { A: 'a=b==' }],
  ["A='it # is $A \\n'", { A: 'it # is $A \\n' }],
  ['A="a # b" # c', { A: 'a # b' }],
  ['A="a\\nb\\t\\"c\\" \\\\"', { A: 'a\nb\t"c" \\' }],
  ['A="a\\$b"', { A: 'a$b' }],
  ['A="one\ntwo"\nB=3', { A: 'one\ntwo', B: '3' }],
  ["A='one\ntwo'\nB=3", { A: 'one\ntwo', B: '3' }],
  ['A=1\r\nB="2"\r\nC=\'3\'\r\n', { A: '1', B: '2', C: '3' }],
  ['A=1\nA=2', { A: '2' }],
  ['A=1\nB=${A}2\nC=$B-3', { A: '1', B: '12', C: '12-3' }],
  ['A=${X:-y}', { A: 'y' }],
  ['A=1\nB=${X:-${A}-${Y:-z}}', { A: '1', B: '1-z' }],
  ['A=a$$b', { A: 'a$b' }],
  ["A=don't", { A: "don't" }],
  ['A.b-c=1', { 'A.b-c': '1' }],
  ['', {}],
])('%j', (text, expected) => {
  expect(variables(text)).toEqual(expected);
});

test('the environment wins over earlier lines in references', () => {
  expect(variables('A=1\nB=$A', { A: '2' })).toEqual({ A: '1', B: '2' });
});

describe('problems', () => {
  test.each<[string, string, number, number]>([
    ['A=1\nnonsense\nB=2', 'CONFIG_SYNTAX', 2, 1],
    ['A=1\n=2', 'CONFIG_SYNTAX', 2, 1],
    ['A: 1', 'CONFIG_SYNTAX', 1, 1],
    ['1A=1', 'CONFIG_SYNTAX', 1, 1],
    ['A=1\nB="open', 'CONFIG_SYNTAX', 2, 3],
    ["A=1\nB='open", 'CONFIG_SYNTAX', 2, 3],
    ['A="1" 2', 'CONFIG_SYNTAX', 1, 6],
    ['A=1\nB=${A', 'CONFIG_SYNTAX', 2, 3],
    ['A=p$word', 'CONFIG_UNSET_VARIABLE', 1, 3],
    ['A=1\r\n\r\nB="$word"', 'CONFIG_UNSET_VARIABLE', 3, 3],
  ])('%j', (text, code, line, column) => {
    const { problems } = parseEnvFile(text, '.env');
    expect(problems.map(problem => [problem.code, problem.at])).toEqual([
      [code, { file: '.env', line, column }],
    ]);
    expect(problems[0]?.fix).toBeTruthy();
  });

  test('all of them are found, and the good lines are read', () => {
    const { problems, variables: found } = parseEnvFile('x\nA=1\ny\nB=2', '.env');
    expect(problems).toHaveLength(2);
    expect(found).toEqual({ A: '1', B: '2' });
  });

  test('no value is repeated', () => {
    const { problems } = parseEnvFile("hunter2\nA=\"hunter2\nB='x' hunter2", '.env');
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});
