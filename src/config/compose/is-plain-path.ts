/** A path that is relative, and that no variable completes; no address. */
export const isPlainPath = (text: string): boolean => !/\$|:\/\/|^[/~]|^git@/.test(text);
