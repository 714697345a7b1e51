/** The attributes of a cookie that matter here, without its value. */
export interface Cookie {
  readonly name: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** Lower case; undefined when it is not given. */
  readonly sameSite?: string;
  /** As it was given. */
  readonly path?: string;
  /** Lower case, without a leading dot. */
  readonly domain?: string;
  /** When it ends by its Expires; Max-Age wins over that. */
  readonly expiresMs?: number;
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
  const expiresMs = maxAge === undefined && expires !== undefined ? Date.parse(expires) : Number.NaN;
  const value = pair.slice(pair.indexOf('=') + 1).trim();
  return {
    name: pair.slice(0, pair.indexOf('=')).trim(),
    secure: attributes.has('secure'),
    httpOnly: attributes.has('httponly'),
    path: attributes.get('path') || undefined,
    domain: attributes.get('domain')?.toLowerCase().replace(/^\./, '') || undefined,
    sameSite: attributes.get('samesite')?.toLowerCase(),
    expiresMs: Number.isNaN(expiresMs) ? undefined : expiresMs,
    deletes: value === '' || (maxAge !== undefined && Number(maxAge) <= 0) || expiresMs < 86_400_000,
  };
}

/** Where a cookie is sent when it was set without a path (RFC 6265 §5.1.4). */
const defaultPath = (pathname: string): string => pathname.slice(0, Math.max(pathname.lastIndexOf('/'), 1));

const isWithin = (pathname: string, path: string): boolean =>
  pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);

/**
 * Why a client does not send a cookie to `asked` that `setBy` answered with: the domain or the path that it is for.
 * Undefined when it does (RFC 6265 §5.3, §5.4).
 */
export function keptFrom({ domain, path }: Cookie, setBy: URL, asked: URL): string | undefined {
  const isOf = ({ hostname }: URL) => domain === undefined || `.${hostname}`.endsWith(`.${domain}`);
  if (!isOf(setBy) || !isOf(asked)) return `the domain ${domain}`;
  const only = path?.startsWith('/') ? path : defaultPath(setBy.pathname);
  return isWithin(asked.pathname, only) ? undefined : `the path ${only}`;
}
