/** The attributes of a cookie that matter here, without its value. */
export interface Cookie {
  readonly name: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** Lower case; undefined when it is not given. */
  readonly sameSite?: string;
  /** The line deletes the cookie. */
  readonly deletes: boolean;
}

/** Reads a Set-Cookie line (RFC 6265 §4.1). */
export function parseCookie(line: string): Cookie {
  const [pair = '', ...rest] = line.split(';');
  const attributes = new Map(
    rest.map(part => {
      const [name = '', value = ''] = part.split('=', 2);
      return [name.trim().toLowerCase(), value.trim()] as const;
    }),
  );
  const maxAge = attributes.get('max-age');
  const expires = attributes.get('expires');
  const value = pair.slice(pair.indexOf('=') + 1).trim();
  return {
    name: pair.slice(0, pair.indexOf('=')).trim(),
    secure: attributes.has('secure'),
    httpOnly: attributes.has('httponly'),
    sameSite: attributes.get('samesite')?.toLowerCase(),
    deletes:
      value === '' ||
      (maxAge !== undefined && Number(maxAge) <= 0) ||
      (maxAge === undefined && expires !== undefined && Date.parse(expires) < 86_400_000),
  };
}
