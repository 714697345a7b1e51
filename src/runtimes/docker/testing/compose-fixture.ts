import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { pastTakenPorts } from '../chosen-port.ts';
import { type ComposeCli, composeCli, isInstalled } from '../compose-cli.ts';

/** A compose file in a folder of its own, whose project is removed with it. */
export interface ComposeFixture extends AsyncDisposable {
  readonly folder: string;
  readonly file: string;
  readonly project: string;
  /** Runs docker compose on it; rejects when that fails. */
  compose(...words: readonly string[]): Promise<unknown>;
}

/** Answers each request with `hi`, and says so on its output. */
export const PERL_SERVER = `use IO::Socket::INET;
$| = 1;
my $server = IO::Socket::INET->new(LocalPort => 8080, Listen => 5, ReuseAddr => 1);
print "listening\\n";
while (my $client = $server->accept) {
  my $line = <$client>;
  print "asked $line";
  print $client "HTTP/1.0 200 OK\\r\\nContent-Length: 3\\r\\n\\r\\nhi\\n";
  close $client;
}`;

/** Both generations of docker compose, with whether they are here. */
export const COMPOSES = await Promise.all(
  ([['docker', 'compose'], ['docker-compose']] as const).map(async cli => ({
    name: cli.join(' '),
    cli,
    installed: await isInstalled(cli),
  })),
);

/** Writes the compose file. Dollars are meant literally. */
export async function composeFixture(
  document: Readonly<Record<string, unknown>>,
  cli?: ComposeCli,
): Promise<ComposeFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-compose-'));
  const file = join(folder, 'docker-compose.yml');
  const project = `fixture-${randomBytes(4).toString('hex')}`;
  await writeFile(file, JSON.stringify({ version: '3.8', ...document }).replaceAll('$', '$$$$'));
  const [command, ...start] = cli ?? (await composeCli()) ?? ['docker', 'compose'];
  let used = false;
  const compose = async (...more: readonly string[]) => {
    used = true;
    const words = [...start, '-p', project, '-f', file, ...more];
    const done = await pastTakenPorts(
      () => execa(command, words, { stdin: 'ignore', reject: false }),
      ({ failed, stderr }) => (failed ? stderr : undefined),
    );
    if (done.failed) throw done;
    return done;
  };
  return {
    folder,
    file,
    project,
    compose,
    async [Symbol.asyncDispose]() {
      const down = () => compose('down', '--volumes', '--remove-orphans', '--timeout', '0');
      // The engine refuses what it is removing already, such as a container between two restarts
      if (used) await down().catch(down);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
