import type { Survey } from './survey.ts';

const ADMIN = /\bpath\(\s*(["'])([^"']*)\1\s*,\s*admin\.site\.urls/;
const ACCOUNTS = /\bpath\(\s*(["'])([^"']*)\1\s*,\s*include\(\s*["']django\.contrib\.auth\.urls["']/;

/** The form by which people sign in, where the code tells of one: an account for it nobody can guess. */
export function findSignIn({ project }: Survey): string | undefined {
  for (const pattern of [ACCOUNTS, ADMIN]) {
    for (const { path: file, text = '' } of project.files) {
      const [, , prefix] = /\.py$/.test(file) ? (pattern.exec(text) ?? []) : [];
      if (prefix === undefined) continue;
      const path = `/${prefix}login/`;
      return `sign-in of Django (${file}): \`auth\` wants an account, and csrf: { get: ${path}, cookie: csrftoken }; docs/recipes.md has the whole of it`;
    }
  }
  return undefined;
}
