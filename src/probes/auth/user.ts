import { randomBytes } from 'node:crypto';
import { fill, unique } from '../../matching/template.ts';
import type { AuthParams } from '../../model/observations/auth.ts';
import { Secret } from '../../model/secret.ts';

/** Fields of a user, as `{{user.FIELD}}` in requests. */
export type User = Readonly<Record<string, string>>;

const isSecretField = (field: string) => /pass|pwd|secret|\bpin\b/i.test(field);

/** Long, with all classes of characters that password rules ask for. */
const strongPassword = () => `Fs7-${randomBytes(12).toString('base64url')}`;

const defaultUser = (id: string): User => ({
  username: `failsafe${id}`,
  email: `failsafe-${id}@example.com`,
  password: strongPassword(),
});

/** The user of this session: the account that exists, or a new one that no other run has. */
export function createUser({
  register,
  account,
  user,
}: Pick<AuthParams, 'register' | 'account' | 'user'>): User {
  if (register === undefined && account !== undefined) {
    const revealed = Object.entries(account).map(([field, value]) => [
      field,
      value instanceof Secret ? value.reveal() : value,
    ]);
    return Object.fromEntries(revealed);
  }
  const id = unique();
  return user === undefined ? defaultUser(id) : fill(user, { unique: id });
}

const mapFields = (user: User, change: (value: string, field: string) => string): User =>
  Object.fromEntries(Object.entries(user).map(([field, value]) => [field, change(value, field)]));

/** Whether a field holds a password, so that a wrong one can be tried. */
export const hasPassword = (user: User): boolean => Object.keys(user).some(isSecretField);

/** Wrong in its last character only: whoever compares a part of it takes it for right. */
const nearlyRight = (password: string) => `${password.slice(0, -1)}${password.at(-1) === '7' ? '8' : '7'}`;

/** Whoever compares without case takes it for right. */
const inOtherCase = (password: string) =>
  [password.toLowerCase(), password.toUpperCase()].find(other => other !== password) ?? nearlyRight(password);

/** The same user with a wrong password; wrong in turn in its last character and in its case. */
export const withWrongPassword = (user: User, turn = 0): User =>
  mapFields(user, (value, field) => {
    if (!isSecretField(field)) return value;
    return turn % 2 === 0 ? nearlyRight(value) : inOtherCase(value);
  });

/** A user of whom nobody has heard, with a password to match. */
export function strangerTo(user: User): User {
  const id = `nobody${unique()}`;
  return mapFields(user, (value, field) => {
    if (isSecretField(field)) return strongPassword();
    const at = value.lastIndexOf('@');
    return at === -1 ? id : `${id}${value.slice(at)}`;
  });
}

/** The same user with an object where the password was: `{ "$gt": "" }`, as NoSQL injections send it. */
export const withObjectPassword = (user: User): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(user).map(([field, value]) => [field, isSecretField(field) ? { $gt: '' } : value]),
  );

/** The values that may be shown. */
export const shownFields = (user: User): User =>
  Object.fromEntries(Object.entries(user).filter(([field]) => !isSecretField(field)));

/** The values that may not. */
export const secretValues = (user: User): string[] =>
  Object.entries(user)
    .filter(([field]) => isSecretField(field))
    .map(([, value]) => value);
