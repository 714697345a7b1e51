import { formatDuration } from '../../config/units.ts';
import type { TlsFacts } from '../../model/observations/network.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, warn } from '../verdict.ts';
import { timeoutOf } from './targets.ts';

const DAY_MS = 86_400_000;
const VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

const codes = {
  CERT_EXPIRED: {
    title: 'The certificate has expired',
    cause: 'Its renewal failed or was forgotten, or the renewed one was never loaded.',
    fix: 'Renew it and reload the server; then look why the renewal did not run.',
  },
  CERT_NOT_YET_VALID: {
    title: 'The certificate is not valid yet',
    cause: 'The clock of this machine or of the one that made the certificate is wrong.',
    fix: 'Compare the clocks.',
  },
  CERT_UNTRUSTED: {
    title: 'No trusted authority signed the certificate',
    cause:
      'It is self-signed, an intermediate certificate is not sent, or a private authority is not known here.',
    fix: 'Send the full chain (`fullchain.pem`), or name the private authority as `ca` of the target.',
  },
  CERT_WRONG_HOST: {
    title: 'The certificate is for another name',
    cause:
      'The default certificate of a proxy answered, or the name was never added; or it stands in the subject (CN) only, which browsers have not looked at for years.',
    fix: 'Get a certificate with this name as subjectAltName (`openssl req … -addext subjectAltName=DNS:name`), or correct `hostname` of the target.',
  },
  CERT_EXPIRES_SOON: {
    title: 'The certificate expires soon',
    cause: 'Its renewal is due and has not happened.',
    fix: 'Renew it now, and look why the renewal did not run.',
  },
  TLS_TOO_OLD: {
    title: 'The TLS version is too old',
    cause: 'The server does not offer the version that is asked for.',
    fix: 'Enable TLS 1.2 and 1.3 in the server, e.g. `ssl_protocols TLSv1.2 TLSv1.3;` in nginx.',
  },
  TLS_NOT_SPOKEN: {
    title: 'The port does not speak TLS',
    cause: 'Plain HTTP is served on this port.',
    fix: 'Correct the port or `tls` of the target, or configure TLS in the server.',
  },
  TLS_HANDSHAKE: {
    title: 'The TLS handshake fails',
    cause:
      'No common version or cipher, a missing certificate, or the server does not know the name that is asked for.',
    fix: 'Read the log of the server; try `openssl s_client -connect host:port -servername name`.',
  },
};

/** Node, as older clients, goes by the subject where there is no other name; browsers refuse that. */
const namesHost = (names: string) => /\b(?:DNS|IP Address):/.test(names);

const days = (milliseconds: number) => Math.floor(milliseconds / DAY_MS);

function evidenceOf({
  subject,
  issuer,
  names,
  validFrom,
  validTo,
  protocol,
  cipher,
  chainMessage,
  fingerprint,
}: TlsFacts) {
  return { subject, issuer, names, validFrom, validTo, protocol, cipher, chain: chainMessage, fingerprint };
}

/** The certificate of an HTTPS target is what a browser would accept, for some time to come. */
export const check = defineCheck({
  id: 'connectivity.tls',
  level: 'connectivity',
  severity: 'error',
  title: 'The certificate is trusted, fits the name and lasts',
  why: 'When a certificate expires everybody is locked out at once, and every client blames something else.',
  source: 'RFC 5280, RFC 6125, RFC 8996',
  probe: 'tls',
  codes,
  instances: loaded => {
    const {
      warn: warnMs = 30 * DAY_MS,
      fail: failMs = 7 * DAY_MS,
      minVersion = 'TLSv1.2',
    } = loaded.config.connectivity?.tls ?? {};
    return Object.values(loaded.webTargets)
      .filter(({ tls }) => tls)
      .map(target => ({
        subject: target.name,
        params: { target },
        needs: [`connectivity.tcp:${target.name}`],
        timeoutMs: timeoutOf(loaded),
        expectation: { warnMs, failMs, minVersion },
      }));
  },
  evaluate(facts, { warnMs, failMs, minVersion }) {
    const { validTo, validFrom, servername, names, protocol } = facts;
    const left = Date.parse(validTo) - Date.parse(facts.seenAt);
    const evidence = evidenceOf(facts);
    if (left <= 0) {
      return fail('CERT_EXPIRED', `expired on ${validTo}`, {
        expected: 'a valid certificate',
        got: validTo,
        evidence,
      });
    }
    if (Date.parse(validFrom) > Date.parse(facts.seenAt)) {
      return fail('CERT_NOT_YET_VALID', `is valid from ${validFrom} only`, { got: validFrom, evidence });
    }
    if (facts.chainError !== undefined) {
      return fail('CERT_UNTRUSTED', `is not to be trusted: ${facts.chainMessage}`, {
        got: facts.chainMessage,
        evidence,
      });
    }
    if (!facts.hostMatches || !namesHost(names)) {
      const unnamed = facts.hostMatches ? ': its subject names it, and no subjectAltName' : '';
      return fail('CERT_WRONG_HOST', `is not for ${servername}${unnamed}`, {
        expected: servername,
        got: names,
        evidence,
      });
    }
    if (VERSIONS.indexOf(protocol) < VERSIONS.indexOf(minVersion)) {
      return fail('TLS_TOO_OLD', `only speaks ${protocol}`, {
        expected: `at least ${minVersion}`,
        got: protocol,
        evidence,
      });
    }
    const rest = days(left) > 0 ? `${days(left)} days` : formatDuration(left);
    const soon = left < failMs ? fail : left < warnMs ? warn : undefined;
    if (soon === undefined) return pass(`valid for ${rest}, ${protocol}`, evidence);
    const expected = `at least ${days(left < failMs ? failMs : warnMs)} days`;
    return soon('CERT_EXPIRES_SOON', `expires in ${rest}, on ${validTo}`, { expected, got: rest, evidence });
  },
});
