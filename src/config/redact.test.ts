import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REDACTED, Secret } from '../model/secret.ts';
import { createRedactor } from './redact.ts';

const redactorOf = (...secrets: readonly string[]) => {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.keep(secret);
  return redactor;
};

/** Long enough to be no chance, of characters that encodings treat differently. */
const secret = fc
  .string({ unit: fc.constantFrom(...'abcXYZ019 +/=&?#%"\'\\<>@:;.,_-~\né€😀'), minLength: 4, maxLength: 40 })
  .filter(text => new Set(text.trim()).size >= 4 && text.trim().length >= 4 && !REDACTED.includes(text));
/** Characters that no encoding uses: with others, a secret and what follows it may be an encoding of the secret again. */
const around = fc.string({ unit: fc.constantFrom(...'|!{}()*'), maxLength: 5 });

const lowerPercent = (text: string) =>
  encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, hex => hex.toLowerCase());
const allPercent = (text: string) =>
  [...Buffer.from(text)].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join('');
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
const escapedUnicode = (text: string) =>
  inJson(text).replace(/[^ -~]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
const html = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const encodings: Record<string, (text: string) => string> = {
  'as it is': text => text,
  'URL-encoded': encodeURIComponent,
  'URL-encoded in lower case': lowerPercent,
  'URL-encoded wholly': allPercent,
  'URL-encoded twice': text => encodeURIComponent(encodeURIComponent(text)),
  'URL-encoded three times': text => encodeURIComponent(encodeURIComponent(encodeURIComponent(text))),
  'in a form': text => new URLSearchParams({ x: text }).toString().slice(2),
  'in JSON': inJson,
  'in JSON in JSON': text => inJson(inJson(text)),
  'in ASCII JSON': escapedUnicode,
  'in HTML': html,
  hexadecimal: text => Buffer.from(text).toString('hex'),
  'hexadecimal in upper case': text => Buffer.from(text).toString('hex').toUpperCase(),
};

describe.each(Object.entries(encodings))('%s', (_, encode) => {
  test('a secret does not leak', () => {
    fc.assert(
      fc.property(secret, around, around, (value, before, after) => {
        const text = redactorOf(value).text(`${before}${encode(value)}${after}`);
        expect(text).not.toContain(encode(value));
        expect(text).toBe(`${before}${REDACTED}${after}`);
      }),
    );
  });
});

describe.each(['base64', 'base64url'] as const)('%s', encoding => {
  test('a secret does not leak, wherever it stands in what was encoded', () => {
    fc.assert(
      fc.property(
        secret,
        fc.string({ maxLength: 7 }),
        fc.string({ maxLength: 7 }),
        (value, before, after) => {
          const text = redactorOf(value).text(`[${Buffer.from(before + value + after).toString(encoding)}]`);
          const left = text.split(REDACTED).map(part => Buffer.from(part, encoding).toString('latin1'));
          expect(text).toContain(REDACTED);
          expect(Buffer.from(text, encoding).toString('utf8')).not.toContain(value);
          // What is left beside it tells less than two characters of it.
          for (const part of left)
            expect(part).not.toContain(Buffer.from(value).toString('latin1').slice(1, -1));
        },
      ),
    );
  });

  test('as in an Authorization header', () => {
    const header = `Basic ${Buffer.from('postgres:s3cr3t-pa55').toString(encoding)}`;
    expect(redactorOf('s3cr3t-pa55').text(header)).toMatch(/^Basic cG9zdGdyZXM6?\[redacted\]$/);
  });

  test('in a query of an address', () => {
    const query = encodeURIComponent(Buffer.from('??>>~~ü').toString(encoding));
    expect(redactorOf('??>>~~ü').text(`/x?a=${query}&b=1`)).toBe(`/x?a=${REDACTED}&b=1`);
  });
});

describe('base64 over several lines', () => {
  const wrap = (text: string, width: number, line: string) =>
    Buffer.from(text)
      .toString('base64')
      .replace(new RegExp(`.{${width}}(?=.)`, 'g'), part => part + line);
  test.each([
    ['of a mail', 76, '\r\n'],
    ['of a certificate', 64, '\n'],
    ['in JSON', 76, '\\n'],
    ['indented', 64, '\n    '],
    ['put into one line', 76, ' '],
  ])('%s', (_, width, line) => {
    fc.assert(
      fc.property(secret, fc.nat(90), fc.nat(90), (value, before, after) => {
        const text = redactorOf(value).text(
          wrap(`${'<'.repeat(before)}${value}${'>'.repeat(after)}`, width, line),
        );
        const rest = text.replaceAll(line, '').replaceAll(REDACTED, '');
        expect(text).toContain(REDACTED);
        for (const part of text.replaceAll(line, '').split(REDACTED))
          expect(Buffer.from(part, 'base64').toString('latin1')).not.toContain(
            Buffer.from(value).toString('latin1').slice(1, -1),
          );
        expect(rest.length).toBeLessThanOrEqual(Math.ceil((before + after) * 1.4) + 8);
      }),
    );
  });
});

describe('JSON Web Tokens', () => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = `${part({ alg: 'HS256' })}.${part({ sub: '1', note: 'a "quoted" s3cret' })}.c2lnbmF0dXJl`;
  test.each([
    [`Authorization: Bearer ${token}`, `Authorization: Bearer ${REDACTED}`],
    [`{"token":"${token}"}`, `{"token":"${REDACTED}"}`],
    [`set to ${token}, and ${token}.`, `set to ${REDACTED}, and ${REDACTED}.`],
    [`"${token.slice(0, 60)}…" has been cut`, `"${REDACTED}…" has been cut`],
  ])('%s', (text, expected) => expect(createRedactor().text(text)).toBe(expected));

  test('a secret that JSON escapes, in base64 that is no token', () => {
    const cookie = part({ session: 'a "quoted" s3cret' });
    const text = redactorOf('a "quoted" s3cret').text(`session=${cookie}; Path=/`);
    expect(text).toMatch(/^session=[\w-]{1,20}\[redacted\][\w-]{0,6}; Path=\/$/);
  });
});

describe('a secret that is cut', () => {
  const value = 'correct horse/battery"staple';
  const redactor = redactorOf(value);
  const cuts: Record<string, (text: string) => string> = {
    ...encodings,
    base64: text => Buffer.from(text).toString('base64'),
    'base64 in a longer text': text => Buffer.from(`user:${text}`).toString('base64').slice(7),
  };
  test.each(Object.entries(cuts))('%s shows no more than a few characters before the mark', (_, encode) => {
    const encoded = encode(value);
    const [least, most] = [24, encoded.length - 1];
    for (let length = least; length <= most; length++) {
      const text = redactor.text(`${'.'.repeat(20)} ${encoded.slice(0, length)}… and more`);
      expect(text, encoded.slice(0, length)).toMatch(/^\.{20} [\s\S]{0,6}\[redacted\]… and more$/);
    }
  });

  test('fewer than four characters, or what begins otherwise, stay as they are', () => {
    for (const text of ['it is cor…', 'it is incorrigible…', 'wrong horse/bat…', 'correct horse', '…', 'c…'])
      expect(redactor.text(text)).toBe(text);
  });
});

test('of secrets that overlap or contain one another nothing remains', () => {
  fc.assert(
    fc.property(secret, secret, fc.nat(), (one, other, at) => {
      const redactor = redactorOf(one, other);
      const cut = at % one.length;
      const text = redactor.text(`|${one.slice(0, cut)}${other}${one.slice(cut)}|${one}${other}|`);
      expect(text).not.toContain(one);
      expect(text).not.toContain(other);
    }),
  );
  expect(redactorOf('abcd', 'abcdef', 'xabc').text('abcdef xabcdef')).toBe('[redacted] [redacted]');
});

test('the same again changes nothing more', () => {
  fc.assert(
    fc.property(secret, around, (value, before) => {
      const redactor = redactorOf(value);
      const once = redactor.text(before + value);
      expect(redactor.text(once)).toBe(once);
    }),
  );
});

test('a text without a secret stays as it is', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      expect(redactorOf('a-secret-of-some-length').text(text)).toBe(text);
    }),
  );
});

describe('short secrets', () => {
  test('are replaced where they stand alone', () => {
    const redactor = redactorOf('pg', '1');
    expect(redactor.text('password=pg user=pgadmin, "pg"; 1 of 12')).toBe(
      'password=[redacted] user=pgadmin, "[redacted]"; [redacted] of 12',
    );
  });
  test('nothing and blanks are no secrets', () => {
    expect(redactorOf('', ' ', '\n').text('a b\nc')).toBe('a b\nc');
  });
});

describe('parts of secrets', () => {
  test('the password of an address', () => {
    const redactor = redactorOf('postgresql://app:p%40ss-w0rd@db:5432/shop');
    expect(redactor.text('failed for "p@ss-w0rd" and p%40ss-w0rd')).toBe(
      'failed for "[redacted]" and [redacted]',
    );
  });
  test('the lines of a private key', () => {
    const key =
      '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG\n9w0BAQEFAASCBKcwggSj\n-----END PRIVATE KEY-----\n';
    expect(redactorOf(key).text('log: 9w0BAQEFAASCBKcwggSj')).toBe('log: [redacted]');
    expect(redactorOf(key).text(JSON.stringify({ key }))).not.toContain('MIIE');
  });
  test('a final newline', () => {
    expect(redactorOf('a-secret\n').text('x=a-secret;')).toBe('x=[redacted];');
  });
});

describe('deep', () => {
  const redactor = redactorOf('a-secret');
  test('replaces in every text, keys included, and keeps the shape', () => {
    const value = { a: ['a-secret', 1, null, true, undefined], 'a-secret': { b: 'x a-secret y' } };
    expect(redactor.deep(value)).toEqual({
      a: [REDACTED, 1, null, true, undefined],
      [REDACTED]: { b: 'x [redacted] y' },
    });
  });
  test('leaves the value itself alone', () => {
    const value = Object.freeze({ text: 'a-secret' });
    redactor.deep(value);
    expect(value.text).toBe('a-secret');
  });
  test('keeps secrets, which print nothing by themselves', () => {
    const kept = new Secret('NAME', 'a-secret');
    expect(redactor.deep({ kept }).kept).toBe(kept);
  });
});

test('what was issued to a run is kept for the next one, and no longer; secrets of the file stay', () => {
  const redact = createRedactor([new Secret('PASSWORD', 'of-the-file')]);
  redact.keep('issued-token');
  redact.renew();
  expect(redact.text('issued-token of-the-file')).toBe(`${REDACTED} ${REDACTED}`);
  redact.renew();
  expect(redact.text('issued-token of-the-file')).toBe(`issued-token ${REDACTED}`);
});
