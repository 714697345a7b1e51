/**
 * Brings Debian's public tools that the benchmarks run beside failsafe: downloads their packages and unpacks them into
 * bench/peers/debian. Nothing is installed on the machine, and no service starts. Needs apt and dpkg-deb.
 *
 *   node bench/peers/fetch-debian.ts
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

/** From the suite of the machine. */
const OWN = [
  'monit',
  'prometheus-blackbox-exporter',
  'monitoring-plugins-basic',
  'pre-commit',
  'python3-cfgv',
  'python3-identify',
  'nodeenv',
  'python3-virtualenv',
  'python3-distlib',
  'python3-filelock',
  'python3-platformdirs',
  'python3-yaml',
  'python3-pkg-resources',
];
/** From a newer one: static programs, and hurl with the libraries that it was built with. */
const NEWER = ['goss', 'gitleaks', 'hurl', 'libxml2-16', 'libc6', 'libgcc-s1'];
const NEWER_SOURCE = 'deb http://deb.debian.org/debian sid main\n';

if (!existsSync('/usr/bin/apt-get')) {
  console.error(
    'This needs apt-get and dpkg-deb of Debian; without it these tools are left out of the benchmarks.',
  );
  process.exit(2);
}
const here = import.meta.dirname;
const apt = join(here, 'apt');
const packages = join(apt, 'packages');
for (const folder of ['lists/partial', 'cache/archives/partial', 'packages'])
  mkdirSync(join(apt, folder), { recursive: true });
const sources = join(apt, 'sources.list');
writeFileSync(sources, NEWER_SOURCE);
const newer = [
  `Dir::Etc::sourcelist=${sources}`,
  'Dir::Etc::sourceparts=-',
  `Dir::State::lists=${join(apt, 'lists')}`,
  `Dir::Cache=${join(apt, 'cache')}`,
  'Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false',
].flatMap(option => ['-o', option]);

const run = (program: string, ...args: string[]) =>
  execa(program, args, { cwd: packages, stdout: 'ignore', stderr: 'inherit' });
await run('apt-get', ...newer, 'update');
await run('apt-get', 'download', ...OWN);
await run('apt-get', ...newer, 'download', ...NEWER);
const { stdout } = await execa('ls', { cwd: packages });
/** The libraries apart, so that no other program meets them. */
const folderOf = (file: string) => (file.startsWith('lib') ? 'debian/newer-libraries' : 'debian');
for (const file of stdout.split('\n')) await run('dpkg-deb', '-x', file, join(here, folderOf(file)));
rmSync(apt, { recursive: true });
