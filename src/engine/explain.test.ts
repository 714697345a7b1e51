import { describe, expect, test } from 'vitest';
import type { ProblemError } from '../model/problem.ts';
import { explain } from './explain.ts';
import { checks } from './registry.generated.ts';

describe('explain', () => {
  test.each(['api.status', 'api.status:users.list'])('%s is explained with all of its codes', word => {
    const [one, ...rest] = explain(word, checks);
    expect(rest).toEqual([]);
    expect(one?.check?.id).toBe('api.status');
    expect(one?.codes.map(({ code }) => code)).toContain('GATEWAY_ERROR');
  });

  test.each(['GATEWAY_ERROR', 'gateway_error'])('%s is explained in each check that gives it', word => {
    const found = explain(word, checks);
    expect(found.map(({ check }) => check?.id)).toEqual(['connectivity.http', 'api.status']);
    expect(found.every(({ codes }) => codes.length === 1)).toBe(true);
  });

  test('a code that any check can give is explained without one', () => {
    expect(explain('ECONNREFUSED', checks)[0]).toMatchObject({ codes: [{ code: 'ECONNREFUSED' }] });
  });

  test('every code of every check can be explained', () => {
    for (const { id, codes } of checks) {
      for (const code of Object.keys(codes)) {
        expect(explain(code, checks).map(({ check }) => check?.id)).toContain(id);
      }
    }
  });

  test('what is misspelt is met with what was meant', () => {
    try {
      explain('GATEWAY_EROR', checks);
      expect.unreachable();
    } catch (error) {
      expect((error as ProblemError).problems).toMatchObject([
        { code: 'NOTHING_TO_EXPLAIN', fix: expect.stringContaining('GATEWAY_ERROR') },
      ]);
    }
  });
});
