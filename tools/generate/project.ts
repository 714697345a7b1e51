import { fileURLToPath } from 'node:url';

/** Absolute path of a file of this project. */
export const inProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
