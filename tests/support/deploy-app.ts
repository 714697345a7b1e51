import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { composeFixture } from '../../src/runtimes/docker/testing/compose-fixture.ts';
import { ROOT } from './deployment.ts';
import { BASE_IMAGE } from './engine.ts';

/** How a version of the application behaves. */
export interface AppVersion {
  readonly name: string;
  /** Ends with this code, at once or from `badFrom` on. */
  readonly exits?: number;
  /** Default: 8080, where the health check asks. */
  readonly port?: number;
  /** Default: 200. */
  readonly status?: number;
  /** From this moment on it answers nothing any more, or ends, however often it is started; in milliseconds since 1970. */
  readonly badFrom?: number;
}

/** What it does from a moment on, however often it is started. */
function turnsBad({ badFrom, exits }: AppVersion): string {
  if (badFrom === undefined) return exits === undefined ? '' : `exit ${exits};`;
  const from = badFrom / 1000;
  const bad = exits === undefined ? 'close $main::server if $main::server; sleep 1e6' : `exit ${exits}`;
  return `sub bad { ${bad} }
bad() if time >= ${from};
$SIG{ALRM} = \\&bad;
alarm ${from} - time;`;
}

const server = (version: AppVersion) => `use IO::Socket::INET;
$| = 1;
print "version ${version.name}\\n";
${turnsBad(version)}
our $server = IO::Socket::INET->new(LocalPort => ${version.port ?? 8080}, Listen => 5, ReuseAddr => 1);
while (my $client = $server->accept) {
  while (my $line = <$client>) { last if $line =~ /^\\r?\\n$/ }
  print $client "HTTP/1.0 ${version.status ?? 200} X\\r\\nContent-Type: text/plain\\r\\nContent-Length: ${version.name.length}\\r\\n\\r\\n${version.name}";
  close $client;
}
`;

const ASK = 'exit !IO::Socket::INET->new(PeerAddr => "127.0.0.1:8080", Timeout => 1)';

/** An application of one service that is built in a second, and a failsafe.yaml that wants 200 of its first page. */
export async function deployApp(
  version: AppVersion,
  more: {
    readonly services?: Readonly<Record<string, unknown>>;
    readonly app?: Readonly<Record<string, unknown>>;
    readonly yaml?: Readonly<Record<string, unknown>>;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
) {
  const fixture = await composeFixture({});
  const { folder, project, file } = fixture;
  const image = `${project}-app`;
  const change = (next: AppVersion) => writeFile(join(folder, 'server.pl'), server(next));
  const describe = (deploy: Readonly<Record<string, unknown>>) =>
    writeFile(
      join(folder, 'failsafe.yaml'),
      JSON.stringify({
        version: 1,
        project: 'shop',
        stack: {
          runtime: 'compose',
          compose: 'docker-compose.yml',
          project,
          startTimeout: '20s',
        },
        targets: { web: { service: 'app', port: 8080 }, ...(more.yaml?.targets as object) },
        api: { target: 'web', endpoints: [{ name: 'first', get: '/', expect: { status: 200 } }] },
        deploy: { window: '1s', ...deploy },
        ...Object.fromEntries(Object.entries(more.yaml ?? {}).filter(([key]) => key !== 'targets')),
      }),
    );
  const compose = (environment: Readonly<Record<string, string>> = {}) =>
    writeFile(
      file,
      JSON.stringify({
        services: {
          app: {
            build: '.',
            image,
            init: true,
            stop_grace_period: '1s',
            environment,
            ports: ['127.0.0.1::8080'],
            healthcheck: {
              test: ['CMD', 'perl', '-MIO::Socket::INET', '-e', ASK],
              interval: '1s',
              timeout: '5s',
              retries: 5,
            },
            ...more.app,
          },
          ...more.services,
        },
      }),
    );
  await writeFile(
    join(folder, 'Dockerfile'),
    `FROM ${BASE_IMAGE}\nCOPY server.pl /\nCMD ["perl", "/server.pl"]\n`,
  );
  await change(version);
  await describe({});
  await compose();
  const failsafe = (...args: string[]) =>
    execa(process.execPath, [join(ROOT, 'bin/failsafe.js'), ...args], {
      cwd: folder,
      reject: false,
      stdin: 'ignore',
      env: { ...more.env },
    });
  const docker = async (...args: string[]) => (await execa('docker', args, { reject: false })).stdout;
  return {
    folder,
    project,
    image,
    change,
    describe,
    compose,
    failsafe,
    fixture,
    /** Id of the image that the service runs from. */
    runs: () => docker('inspect', '--format', '{{.Image}}', `${project}-app-1`),
    startedAt: () => docker('inspect', '--format', '{{.State.StartedAt}}', `${project}-app-1`),
    /** What its first page says. */
    async page() {
      const port = (await docker('port', `${project}-app-1`, '8080')).split('\n')[0];
      return (await fetch(`http://${port}/`)).text();
    },
    async [Symbol.asyncDispose]() {
      const names = await docker('images', '--format', '{{.Repository}}:{{.Tag}}', `failsafe/${project}/*`);
      // It is failsafe that started it
      await fixture.compose('down', '-t', '0');
      await fixture[Symbol.asyncDispose]();
      const own = [...names.split('\n').filter(Boolean), image];
      await execa('docker', ['rmi', '-f', ...own], { reject: false });
    },
  };
}
