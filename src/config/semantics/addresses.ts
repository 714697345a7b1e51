import type { Flaw } from '../flaw.ts';
import type { FileFacts } from './facts.ts';

function flawOf(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hostname === '')
    return 'is no http(s) address';
  if (url.username !== '' || url.password !== '')
    return 'holds a user or a password, which does not belong here';
  return url.search !== '' || url.hash !== ''
    ? 'has a query or a fragment, and is put before each path'
    : undefined;
}

/** Every `url` is an address that paths can be put after. The address itself is not repeated: it may hold a secret. */
export function addresses({ config }: FileFacts): Flaw[] {
  return Object.entries(config.targets ?? {}).flatMap(([name, target]): Flaw[] => {
    const wrong = 'url' in target ? flawOf(target.url) : undefined;
    if (wrong === undefined) return [];
    return [
      {
        code: 'CONFIG_INVALID_VALUE',
        path: ['targets', name, 'url'],
        message: `the url of the target "${name}" ${wrong}`,
        expected: 'an address such as https://shop.example or http://127.0.0.1:8080/base',
        fix: 'Write scheme, host and, where needed, port and path.',
      },
    ];
  });
}
