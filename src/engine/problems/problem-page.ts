import type { CodePage } from '../../levels/check.ts';

/** What a problem means: what it is, the likely cause, the fix. */
export const problemPage = (title: string, cause: string, fix: string): CodePage => ({ title, cause, fix });

/** Pages by code. */
export type ProblemPages = Readonly<Record<string, CodePage>>;
