/** Whether a variable of this name holds what must not be shown. */
export const namesSecret = (name: string): boolean => /token|secret|password|session|key/i.test(name);
