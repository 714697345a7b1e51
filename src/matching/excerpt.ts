/** A whole token, or one that the end of the text cuts. */
const JWT = /\beyJ[\w-]{5,}(?:\.[\w-]+\.[\w-]*|\.?[\w-]*$)/g;
/** Of a longer text only so much is searched: the patterns look at each character many times. */
const SEARCHED = 4000;
const SECRET_NAME = /(token|password|passwd|secret|api_?key|authorization|session_?id)["'\])]*$/i;
const SECRET_MEMBER =
  /("[^"\\]*(?:token|password|passwd|secret|api_?key|authorization|session_?id)[^"\\]*"\s*:\s*")(?:[^"\\]|\\.)*/gi;

/** Whether the last part of a path names something that must not be shown. */
export const namesSecret = (path: string): boolean => SECRET_NAME.test(path);

/**
 * Takes out of an answer what looks like a credential: reports quote bodies that failsafe has no register of. Of a long
 * text that is only the start.
 */
export function maskSecrets(text: string): string {
  return text.slice(0, SEARCHED).replace(SECRET_MEMBER, '$1[redacted]').replace(JWT, '[redacted]');
}

/** The start of a body, on one line, to show beside a failure. */
export function excerpt(body: string, length = 200): string {
  const start = body.slice(0, length * 20);
  const line = maskSecrets(start.replace(/\s+/g, ' ').trim());
  const cut = line.length > length || start.length < body.length;
  // What is cut says so: the start of a secret is looked for before this mark.
  return cut ? `${line.slice(0, length)}…` : line;
}
