import type { Flaw } from '../flaw.ts';
import type { FileFacts } from './facts.ts';

/** Who registers users removes them. */
export function cleanup({ config: { auth } }: FileFacts): Flaw[] {
  if (auth?.register === undefined || auth.cleanup !== undefined) return [];
  return [
    {
      code: 'CONFIG_MISSING_KEY',
      path: ['auth', 'register'],
      at: 'key',
      message: 'auth registers a user and has no "cleanup" that removes it',
      expected: 'auth.cleanup: requests or SQL that remove the test user',
      fix: "Add cleanup: [{ target: DATABASE, sql: 'delete from users where email = $1', params: ['{{user.email}}'] }]",
      lacks: [['auth', 'cleanup']],
    },
  ];
}
