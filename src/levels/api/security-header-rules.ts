import type { HttpAnswer } from '../../model/observations/http.ts';

/** A header that browsers protect people by, and what MDN's Observatory takes off for its want. */
export interface HeaderFault {
  readonly header: string;
  readonly points: number;
  readonly fault: string;
  /** The value to send. */
  readonly send: string;
}

const SIX_MONTHS = 15_768_000;

function contentSecurityPolicy(value: string | undefined): HeaderFault | undefined {
  const header = 'content-security-policy';
  const send = "default-src 'self'; frame-ancestors 'none'";
  if (value === undefined) return { header, points: 25, fault: 'is missing', send };
  const directives = value
    .toLowerCase()
    .split(';')
    .map(one => one.trim());
  const find = (name: string) => directives.find(one => one.startsWith(`${name} `));
  const scripts = find('script-src') ?? find('default-src');
  if (scripts === undefined) return { header, points: 25, fault: 'says nothing of scripts', send };
  const guarded = /'(nonce-|sha(256|384|512)-|strict-dynamic)/.test(scripts);
  if (scripts.includes("'unsafe-inline'") && !guarded)
    return { header, points: 20, fault: "allows 'unsafe-inline' scripts", send };
  return scripts.includes("'unsafe-eval'")
    ? { header, points: 10, fault: "allows 'unsafe-eval'", send }
    : undefined;
}

function transportSecurity(value: string | undefined): HeaderFault | undefined {
  const header = 'strict-transport-security';
  const send = 'max-age=63072000';
  if (value === undefined) return { header, points: 20, fault: 'is missing', send };
  const age = /max-age\s*=\s*"?(\d+)/i.exec(value)?.[1];
  if (age === undefined) return { header, points: 20, fault: 'has no max-age', send };
  return Number(age) < SIX_MONTHS
    ? { header, points: 10, fault: 'lasts less than six months', send }
    : undefined;
}

function frameOptions(value: string | undefined, policy: string | undefined): HeaderFault | undefined {
  if (/frame-ancestors\s/i.test(policy ?? '') || /^\s*(deny|sameorigin)\s*$/i.test(value ?? ''))
    return undefined;
  const fault = value === undefined ? 'is missing' : 'has no known value';
  return { header: 'x-frame-options', points: 20, fault, send: 'DENY' };
}

function contentTypeOptions(value: string | undefined): HeaderFault | undefined {
  if (/^\s*nosniff\s*$/i.test(value ?? '')) return undefined;
  const fault = value === undefined ? 'is missing' : 'is not nosniff';
  return { header: 'x-content-type-options', points: 5, fault, send: 'nosniff' };
}

function referrerPolicy(value: string | undefined): HeaderFault | undefined {
  const last = value?.split(',').at(-1)?.trim().toLowerCase();
  if (
    last === undefined ||
    !/^(unsafe-url|origin|origin-when-cross-origin|no-referrer-when-downgrade)$/.test(last)
  ) {
    return undefined;
  }
  return {
    header: 'referrer-policy',
    points: 5,
    fault: `tells other sites too much (${last})`,
    send: 'strict-origin-when-cross-origin',
  };
}

/** What is wrong with the security headers of a page, the weightiest first. HSTS only means something over HTTPS. */
export function headerFaults({ headers }: Pick<HttpAnswer, 'headers'>, tls: boolean): HeaderFault[] {
  const policy = headers['content-security-policy'];
  return [
    contentSecurityPolicy(policy),
    tls ? transportSecurity(headers['strict-transport-security']) : undefined,
    frameOptions(headers['x-frame-options'], policy),
    contentTypeOptions(headers['x-content-type-options']),
    referrerPolicy(headers['referrer-policy']),
  ].filter(fault => fault !== undefined);
}
