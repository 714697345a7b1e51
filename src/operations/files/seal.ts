import type { Backup } from '../../config/schema/backup.ts';

/** `backup.encrypt`: for whom. */
export type Encrypt = NonNullable<Backup['encrypt']>;

/** What opens what was sealed: a passphrase, or identities of age, one a line. */
export type Key = string;

const IDENTITY = /^AGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]+$/;

/** Encrypts in the format of age, so that `age --decrypt` opens it as well. */
export async function seal(
  content: Uint8Array,
  { recipients = [], passphrase }: Encrypt,
): Promise<Uint8Array> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  if (passphrase !== undefined) encrypter.setPassphrase(passphrase.reveal());
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return encrypter.encrypt(content);
}

/** Decrypts; what was changed by a bit, or cut off, or sealed for another key, is refused. */
export async function unseal(content: Uint8Array, key: Key): Promise<Uint8Array> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  const lines = key.split('\n').map(line => line.trim());
  const identities = lines.filter(line => IDENTITY.test(line));
  for (const identity of identities) decrypter.addIdentity(identity);
  if (identities.length === 0) decrypter.addPassphrase(key.trim());
  return decrypter.decrypt(content);
}
