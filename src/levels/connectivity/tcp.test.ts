import { describe, expect, test } from 'vitest';
import type { TcpOutcome } from '../../model/observations/network.ts';
import { check } from './tcp.ts';
import { db, loadedWith, site, web } from './testing.ts';

const refused = (error?: string) => ({ connected: false, error });

describe('connectivity.tcp', () => {
  test.each<[Partial<TcpOutcome>, string]>([
    [{ connected: true }, 'pass OK'],
    [{ connected: true, closedAtOnce: true }, 'fail PORT_HANGS_UP'],
    [refused('ECONNREFUSED'), 'fail ECONNREFUSED'],
    [refused('PORT_NOT_PUBLISHED'), 'fail PORT_NOT_PUBLISHED'],
    [refused('SERVICE_MISSING'), 'fail SERVICE_MISSING'],
    [refused('SERVICE_NOT_RUNNING'), 'fail SERVICE_NOT_RUNNING'],
    [refused('TIMEOUT'), 'fail TIMEOUT'],
    [refused('EHOSTUNREACH'), 'fail CONNECT_FAILED'],
    [refused(), 'fail CONNECT_FAILED'],
    [refused('toString'), 'fail CONNECT_FAILED'],
  ])('%j gives %s', (more, expected) => {
    const outcome = { connected: false, closedAtOnce: false, durationMs: 1, ...more };
    const { status, code } = check.evaluate(outcome, { endpoint: db.endpoint });
    expect(`${status} ${code}`).toBe(expected);
  });

  test('names the container, where there are several', () => {
    const outcome = { connected: false, closedAtOnce: false, durationMs: 1, error: 'ECONNREFUSED' };
    const { message } = check.evaluate(
      { ...outcome, address: '127.0.0.1:32768', replica: 'shop-web-2' },
      { endpoint: { service: 'web', port: 80 } },
    );
    expect(message).toBe('web:80 of shop-web-2 (here 127.0.0.1:32768): ECONNREFUSED');
  });

  test('shows the line that publishes the port', () => {
    const outcome = { connected: false, closedAtOnce: false, durationMs: 1, error: 'PORT_NOT_PUBLISHED' };
    expect(check.evaluate(outcome, { endpoint: db.endpoint }).fixes?.[0]?.text).toContain(
      '- "127.0.0.1:5432:5432"',
    );
  });

  test('is applied to every target', () => {
    expect(check.instances(loadedWith({}, web, site))).toMatchObject([
      { subject: 'web', needs: [], excusedBy: ['containers.restarts:nginx'] },
      { subject: 'site', needs: ['connectivity.dns:site'], excusedBy: [] },
      { subject: 'db', params: { target: db }, needs: [] },
    ]);
  });
});
