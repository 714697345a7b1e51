const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** A line for a shell that runs this program with these arguments. */
export const printableLine = (line: readonly string[]): string => line.map(quoted).join(' ');
