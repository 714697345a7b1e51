import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { createRepository } from './support/repository.ts';

const CLI = join(import.meta.dirname, '../bin/failsafe.js');
const GOOD = 'def ping():\n    return 1\n';
const BAD = 'x = 1\ndef ping(:\n    return 1\n';
const RED = { exitCode: 1, found: ['S01 app.py:2'] };
const GREEN = { exitCode: 0, found: [] };

describe('what is staged, and nothing else', () => {
  test('a file that is mended in the worktree alone is red, one that is broken there alone is green', async () => {
    await using repository = await createRepository();
    await repository.write('app.py', BAD);
    await repository.git('add', '.');
    await repository.write('app.py', GOOD);
    expect(await repository.findings()).toEqual(RED);
    await repository.git('add', '.');
    await repository.write('app.py', BAD);
    expect(await repository.findings()).toEqual(GREEN);
    expect(await readFile(join(repository.folder, 'app.py'), 'utf8')).toBe(BAD);
    expect(await repository.git('status', '--porcelain')).toBe('AM app.py');
  });

  test('a file of types, of which oxlint is asked nothing, keeps nobody waiting', async () => {
    await using repository = await createRepository();
    await repository.write('types.d.ts', 'export declare const port: number;\n');
    await repository.git('add', '.');
    expect(await repository.findings()).toEqual(GREEN);
  });

  test('what was committed before is not looked at, but --all and --since look at it', async () => {
    await using repository = await createRepository();
    await repository.write('README', 'text\n');
    await repository.git('add', '.');
    await repository.git('commit', '-qm', 'one');
    await repository.write('app.py', BAD);
    await repository.git('add', '.');
    await repository.git('commit', '-qm', 'two');
    await repository.write('other.py', GOOD);
    await repository.git('add', '.');
    expect(await repository.findings()).toEqual(GREEN);
    expect(await repository.findings('--all')).toEqual(RED);
    expect(await repository.findings('--since', 'HEAD~1')).toEqual(RED);
    expect((await repository.failsafe('precommit', '--since', 'nowhere')).exitCode).toBe(2);
    // An option of git would write a file, and leave nothing to look at
    expect((await repository.failsafe('precommit', '--since', '--output=written')).exitCode).toBe(2);
    await expect(stat(join(repository.folder, 'written'))).rejects.toThrow(/ENOENT/);
  });

  test('what has not changed is seen where a rule looks across files', async () => {
    await using repository = await createRepository();
    const compose = (name: string) =>
      `services:\n  web:\n    build: ./web\n    environment: { ${name}: "postgresql://db/shop" }\n`;
    await repository.write('compose.yaml', compose('DATABASE_URL'));
    await repository.write('web/Dockerfile', 'FROM debian:12\nUSER nobody\nCOPY . .\n');
    await repository.write('web/Dockerfile.dockerignore', '.env\n');
    await repository.write('web/server.ts', 'connect(process.env.DATABASE_URL!);\n');
    await repository.write('web/start', '#!/bin/sh\nexport LATE_NAME=1\nexec node server.ts\n', 0o755);
    await repository.write('web/package.json', '{ "name": "web" }\n');
    await repository.write('failsafe.yaml', 'source: { required: [web/package.json] }\n');
    await repository.git('add', '.');
    await repository.git('commit', '-qm', 'one');
    await repository.write('compose.yaml', `${compose('DATABASE_URL')}# changed\n`);
    await repository.write('web/other.ts', 'later(process.env.LATE_NAME!);\n');
    await repository.write('web/Dockerfile', 'FROM debian:12\nCOPY . .\nUSER nobody\n');
    await repository.git('add', '.');
    const { exitCode, found } = await repository.findings();
    expect({ exitCode, found: found.filter(one => /^(?:E06|M06|D04)/.test(one)) }).toEqual(GREEN);
    await repository.write('compose.yaml', compose('DATABSE_URL'));
    await repository.git('add', '.');
    expect((await repository.findings()).found).toContain('E06 web/server.ts:1');
    await repository.git('rm', '-q', 'web/package.json');
    expect((await repository.findings()).found).toContain('M06 web/package.json:1');
  });

  test('text in any encoding is looked at, what its reader refuses is said, and --fix leaves it alone', async () => {
    await using repository = await createRepository();
    const word = ['k9', 'Vx', '!mQ', '2z', 'Lw'].join('');
    await repository.write('key.js', Buffer.from(`const SECRET_KEY = "${word}";\n`, 'utf16le'));
    await repository.write('latin.py', Buffer.from('x = "é"\n', 'latin1'));
    await repository.write('declared.py', Buffer.from('# coding: latin-1\nx = "é"\n', 'latin1'));
    await repository.write('run.sh', '#!/bin/sh\r\nexec true\r\n', 0o755);
    await repository.write('large.py', `${'a = 1\n'.repeat(300_000)}SECRET_KEY = "${word}"\n`);
    const compose = Buffer.from('# é\nversion: "3"\nservices:\n  web:\n    image: web:1\n', 'latin1');
    await repository.write('compose.yaml', compose);
    await repository.git('add', '.');
    const { found } = await repository.findings();
    expect(found.filter(one => /^[SK]/.test(one)).toSorted()).toEqual([
      'K02 key.js:1',
      'K02 large.py:300001',
      'S01 latin.py:1',
      'S02 key.js:1',
      'S06 run.sh:1',
      'S11 compose.yaml:1',
    ]);
    await repository.failsafe('precommit', '--fix');
    expect(await readFile(join(repository.folder, 'compose.yaml'))).toEqual(compose);
  });

  test('what is not merged yet cannot be looked at', async () => {
    await using repository = await createRepository();
    await repository.write('app.py', 'a = 0\n');
    await repository.git('add', '.');
    await repository.git('commit', '-qm', 'base');
    await repository.git('checkout', '-qb', 'side');
    await repository.write('app.py', 'a = 1\n');
    await repository.git('commit', '-qam', 'side');
    await repository.git('checkout', '-q', 'main');
    await repository.write('app.py', 'a = 2\n');
    await repository.git('commit', '-qam', 'main');
    await repository.git('merge', 'side').catch(() => undefined);
    const { exitCode, stderr } = await repository.failsafe('precommit');
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('UNMERGED') });
    await repository.write('app.py', BAD);
    await repository.git('add', '.');
    expect(await repository.findings()).toEqual(RED);
  });
});

describe('what is printed', () => {
  test('text, SARIF, JUnit and annotations name the place', async () => {
    await using repository = await createRepository();
    await repository.write('app.py', BAD);
    await repository.git('add', '.');
    const printed = async (name: string) =>
      (await repository.failsafe('precommit', '--reporter', name)).stdout;
    expect(await printed('text')).toMatch(/app\.py\n +2:10 +high +S01 /);
    expect(await printed('github')).toMatch(/^::error file=app\.py,line=2,col=10,title=S01 \(high\)::/);
    expect(await printed('junit')).toContain('<failure type="S01"');
    const sarif = JSON.parse(await printed('sarif'));
    expect(sarif).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          results: [
            {
              ruleId: 'S01',
              level: 'error',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'app.py' },
                    region: { startLine: 2, startColumn: 10 },
                  },
                },
              ],
              partialFingerprints: { 'failsafe/v1': expect.stringMatching(/^[0-9a-f]{64}$/) },
            },
          ],
        },
      ],
    });
  });

  test('failsafe.yaml says what is left out; a section that is not valid is no green', async () => {
    await using repository = await createRepository();
    await repository.write('old/app.py', BAD);
    await repository.write('failsafe.yaml', "precommit: { ignore: ['old/**'] }\n");
    await repository.git('add', '.');
    expect(await repository.findings()).toEqual(GREEN);
    await repository.write('failsafe.yaml', 'precommit: { ignored: [old] }\n');
    await repository.git('add', '.');
    expect((await repository.failsafe('precommit')).exitCode).toBe(2);
  });

  test('outside of a repository there is nothing to look at', async () => {
    await using repository = await createRepository();
    await repository.write('.git/HEAD', '');
    expect((await repository.failsafe('precommit')).exitCode).toBe(2);
  });
});

describe('install-hook', () => {
  test('writes a hook that can be run, once, and keeps what is there', async () => {
    await using repository = await createRepository();
    await repository.git('config', 'core.hooksPath', '.hooks');
    await repository.write('.hooks/pre-commit', '#!/bin/sh\necho own\n', 0o755);
    await repository.failsafe('install-hook');
    const file = join(repository.folder, '.hooks/pre-commit');
    const written = await readFile(file, 'utf8');
    expect(written).toMatch(
      /^#!\/bin\/sh\n# failsafe: begin\n(?:[^\n]+ precommit\n){2}fi \|\| exit \$\?\n# failsafe: end\necho own\n$/,
    );
    expect((await stat(file)).mode & 0o111).toBe(0o111);
    await repository.failsafe('install-hook');
    expect(await readFile(file, 'utf8')).toBe(written);
    await repository.write(
      '.hooks/pre-commit',
      written.replace(/(begin\n).*?(# failsafe: end)/s, '$1npx old\n$2'),
    );
    await repository.failsafe('install-hook');
    expect(await readFile(file, 'utf8')).toBe(written);
  });

  test('the hook runs the failsafe of the folder, and ends with its exit code', async () => {
    await using repository = await createRepository();
    const script = `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`;
    await repository.write('node_modules/.bin/failsafe', script, 0o755);
    await repository.write('.gitignore', 'node_modules/\n');
    await repository.failsafe('install-hook');
    await repository.write('app.py', BAD);
    await repository.git('add', '.');
    await expect(repository.git('commit', '-qm', 'broken')).rejects.toThrow(/S01/);
    await repository.write('app.py', GOOD);
    await repository.git('add', '.');
    await repository.git('commit', '-qm', 'good');
    expect(await repository.git('log', '--format=%s')).toBe('good');
  });

  test('in a package below the top folder the hook runs the failsafe of that package', async () => {
    await using repository = await createRepository();
    const below = "packages/it's ours";
    const script = `#!/bin/sh\necho "$0" >&2\nexec '${process.execPath}' '${CLI}' "$@"\n`;
    await repository.write(`${below}/node_modules/.bin/failsafe`, script, 0o755);
    await repository.write('.gitignore', 'node_modules/\n');
    const installed = await execa(process.execPath, [CLI, 'install-hook'], {
      cwd: join(repository.folder, below),
    });
    expect(installed.stdout).toMatch(/^written: /);
    await repository.write(`${below}/app.py`, BAD);
    await repository.git('add', '.');
    await expect(repository.git('commit', '-qm', 'broken')).rejects.toThrow(
      /it's ours\/node_modules\/\.bin\/failsafe[\s\S]*S01/,
    );
    await repository.write(`${below}/app.py`, GOOD);
    await repository.git('add', '.');
    await repository.git('commit', '-qm', 'good');
    expect(await repository.git('log', '--format=%s')).toBe('good');
  });

  test('does not touch a hook in another language', async () => {
    await using repository = await createRepository();
    await repository.write('.git/hooks/pre-commit', '#!/usr/bin/env python3\nprint()\n', 0o755);
    const { exitCode, stderr } = await repository.failsafe('install-hook');
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('HOOK_FOREIGN'),
    });
  });

  test('a hook without its run bit, which git passes over, gets it; one with a part of our lines is not called fine', async () => {
    await using repository = await createRepository();
    await repository.failsafe('install-hook');
    const hook = join(repository.folder, '.git/hooks/pre-commit');
    await chmod(hook, 0o644);
    expect((await repository.failsafe('install-hook')).exitCode).toBe(0);
    expect((await stat(hook)).mode & 0o777).toBe(0o755);
    await repository.write('.git/hooks/pre-commit', '#!/bin/sh\n# failsafe: begin\n', 0o755);
    expect((await repository.failsafe('install-hook')).exitCode).toBe(2);
  });
});
