import { expect, test } from 'vitest';
import { parse as parseCompose } from './compose.ts';
import { parse } from './dockerfile.ts';

const flawsOf = async (text: string) =>
  (await parse(text, 'Dockerfile')).flaws.map(({ line, message }) => `${line} ${message}`);

test.each([
  'FROM debian:12\nRUN <<EOF\nset -e\nls <<X\nEOF\n',
  "FROM debian:12\nRUN --mount=type=cache,target=/c <<-'EOT'\n\tls\n\tEOT\nUSER app\n",
  'FROM debian:12\nCOPY <<a /a <<b /b\n1\na\n2\nb\n'.replace('<<a /a <<b /b', '<<a <<b /x/'),
  'FROM debian:12\nRUN echo $((1 << 2)) && cat <<< text\n',
  'FROM node:22 AS build\nFROM nginx:1.29\nCOPY --from=build /a /a\nCOPY --from=0 /a /a\nCOPY --from=node:22 /a /a\nCOPY --from=composer /a /a\n',
  'FROM debian:12\nARG PORT=80\nEXPOSE 65535/tcp 53/udp 8000-8010 $PORT\nRUN --mount=target=/x --mount=type=cache,target=/c --mount=type=secret,id=a --mount=type=$T ls\n',
])('%j has no flaw', async text => {
  expect(await flawsOf(text)).toEqual([]);
});

test.each([
  ['FROM debian:12\nRUN <<EOF\nset -e\nUSER app\n', '2 the heredoc EOF is not closed'],
  ['FROM debian:12\nRUN <<EOF\nset -e\n\tEOF\nUSER app\n', '2 the heredoc EOF is not closed'],
  [
    'FROM a:1 AS build\nFROM b:1\nCOPY --from=buidl /a /a\n',
    '3 there is no stage buidl; did you mean build?',
  ],
  ['FROM a:1\nEXPOSE 80800\n', '2 there is no port 80800: the largest is 65535'],
  ['FROM a:1\nEXPOSE 80 8000-80100/tcp\n', '2 there is no port 80100: the largest is 65535'],
  [
    'FROM a:1\nRUN --mount=type=bind,target=/a --mount=type=cahce,target=/b ls\n',
    '2 there is no mount of the type cahce; did you mean cache?',
  ],
  ['FROM a:1 AS build\nFROM b:1\nCOPY --from=7 /a /a\n', '3 there is no stage 7 before this one'],
])('%j', async (text, expected) => {
  expect((await flawsOf(text))[0]).toBe(expected);
});

test('a Dockerfile within a compose file is read, at its place', async () => {
  const compose =
    'services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM debian:12\n        RUNN ls\n';
  const { flaws } = await parseCompose(compose, 'compose.yaml');
  expect(flaws).toEqual([
    { line: 6, column: 9, message: 'in the Dockerfile of web: Unknown instruction: RUNN' },
  ]);
  expect((await parseCompose(compose.replace('RUNN', 'RUN'), 'compose.yaml')).flaws).toEqual([]);
});
