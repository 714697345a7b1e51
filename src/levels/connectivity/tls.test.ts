import { describe, expect, test } from 'vitest';
import type { TlsFacts } from '../../model/observations/network.ts';
import { loadedWith, site, web } from './testing.ts';
import { check } from './tls.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-06-01T00:00:00.000Z');
const inDays = (days: number) => new Date(NOW + days * DAY).toISOString();
const facts = (more: Partial<TlsFacts> = {}): TlsFacts => ({
  servername: 'shop.example',
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  hostMatches: true,
  subject: 'CN=shop.example',
  issuer: 'CN=Some Authority',
  names: 'DNS:shop.example',
  validFrom: inDays(-60),
  validTo: inDays(90),
  seenAt: inDays(0),
  fingerprint: 'AA:BB',
  durationMs: 5,
  ...more,
});

describe('connectivity.tls', () => {
  test.each<[string, Partial<TlsFacts>, string]>([
    ['good', {}, 'pass OK'],
    ['30 days', { validTo: inDays(30) }, 'pass OK'],
    ['29 days', { validTo: inDays(29) }, 'warn CERT_EXPIRES_SOON'],
    ['6 days', { validTo: inDays(6) }, 'fail CERT_EXPIRES_SOON'],
    ['an hour', { validTo: inDays(1 / 24) }, 'fail CERT_EXPIRES_SOON'],
    ['expired', { validTo: inDays(-1), chainError: 'CERT_EXPIRED' }, 'fail CERT_EXPIRED'],
    ['expired and self-signed', { validTo: inDays(-1), chainError: 'CERT_UNTRUSTED' }, 'fail CERT_EXPIRED'],
    ['not yet valid', { validFrom: inDays(1), chainError: 'CERT_NOT_YET_VALID' }, 'fail CERT_NOT_YET_VALID'],
    [
      'self-signed',
      { chainError: 'CERT_UNTRUSTED', chainMessage: 'self-signed certificate' },
      'fail CERT_UNTRUSTED',
    ],
    ['wrong name', { hostMatches: false }, 'fail CERT_WRONG_HOST'],
    ['a name in the subject only', { names: '' }, 'fail CERT_WRONG_HOST'],
    ['an address', { servername: '127.0.0.1', names: 'IP Address:127.0.0.1' }, 'pass OK'],
    ['old protocol', { protocol: 'TLSv1.1' }, 'fail TLS_TOO_OLD'],
    ['unknown protocol', { protocol: 'unknown' }, 'fail TLS_TOO_OLD'],
    ['TLS 1.2', { protocol: 'TLSv1.2' }, 'pass OK'],
  ])('%s', (_, more, expected) => {
    const expectation = { warnMs: 30 * DAY, failMs: 7 * DAY, minVersion: 'TLSv1.2' as const };
    const { status, code } = check.evaluate(facts(more), expectation);
    expect(`${status} ${code}`).toBe(expected);
  });

  test('can ask for TLS 1.3', () => {
    const expectation = { warnMs: 0, failMs: 0, minVersion: 'TLSv1.3' as const };
    expect(check.evaluate(facts({ protocol: 'TLSv1.2' }), expectation).code).toBe('TLS_TOO_OLD');
  });

  test('is applied to HTTPS targets', () => {
    expect(
      check.instances(loadedWith({ connectivity: { tls: { warn: 20 * DAY } } }, web, site)),
    ).toMatchObject([
      {
        subject: 'site',
        needs: ['connectivity.tcp:site'],
        expectation: { warnMs: 20 * DAY, failMs: 7 * DAY, minVersion: 'TLSv1.2' },
      },
    ]);
  });

  test('explains what the handshake itself can throw', () => {
    expect(check.codes).toMatchObject({ TLS_NOT_SPOKEN: {}, TLS_HANDSHAKE: {} });
  });
});
