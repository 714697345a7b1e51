import { expect, test } from 'vitest';
import { findManifestLink } from './manifest-link.ts';

const find = (html: string) => findManifestLink(html, 'http://a.test/app/page')?.url;

test.each([
  ['usual', '<link rel="manifest" href="/m.json">', 'http://a.test/m.json'],
  ['href first', '<link href="/m.json" rel="manifest" />', 'http://a.test/m.json'],
  ['relative', '<link rel=manifest href=m.json>', 'http://a.test/app/m.json'],
  ['single quotes', `<LINK REL='Manifest' HREF='/m.json'>`, 'http://a.test/m.json'],
  ['several relations', '<link rel="icon manifest" href="/m.json">', 'http://a.test/m.json'],
  ['across lines', '<link\n  rel="manifest"\n  crossorigin\n  href="/m.json"\n>', 'http://a.test/m.json'],
  ['an entity', '<link rel="manifest" href="/m?a=1&amp;b=2">', 'http://a.test/m?a=1&b=2'],
  ['a > in a value', '<link title="a > b" rel="manifest" href="/m.json">', 'http://a.test/m.json'],
  ['a base', '<base href="/other/"><link rel="manifest" href="m.json">', 'http://a.test/other/m.json'],
  ['another host', '<link rel="manifest" href="//cdn.test/m.json">', 'http://cdn.test/m.json'],
  ['the first of two', '<link rel="manifest" href="/1"><link rel="manifest" href="/2">', 'http://a.test/1'],
  ['after another link', '<link rel="icon" href="/i"><link rel="manifest" href="/m">', 'http://a.test/m'],
])('%s', (_, html, expected) => {
  expect(find(html)).toBe(expected);
});

test.each([
  ['no link', '<html></html>'],
  ['in a comment', '<!-- <link rel="manifest" href="/m.json"> -->'],
  ['in a comment that is not closed', '<!-- <link rel="manifest" href="/m.json">'],
  ['in a script', `<script>'<link rel="manifest" href="/m.json">'</script>`],
  ['in a template', '<template><link rel="manifest" href="/m.json"></template>'],
  ['without an address', '<link rel="manifest" href=" ">'],
  ['another relation', '<link rel="manifesto" href="/m.json">'],
  ['another element', '<linker rel="manifest" href="/m.json">'],
])('none: %s', (_, html) => {
  expect(findManifestLink(html, 'http://a.test/')).toBeUndefined();
});

test('an address that is no URL is told as it is written', () => {
  const link = findManifestLink('<link rel="manifest" href="http://%PUBLIC_URL%/m.json">', 'http://a.test/');
  expect(link).toEqual({ href: 'http://%PUBLIC_URL%/m.json', url: undefined });
});
