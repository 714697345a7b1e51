import module from 'node:module';
import type Docker from 'dockerode';

const require = module.createRequire(import.meta.url);

/** Has a file whose only export is a function loaded when that function is called. */
function later(path: string): void {
  if (require.cache[path] !== undefined) return;
  const standIn = new module.Module(path);
  standIn.exports = (...args: readonly unknown[]) => {
    if (require.cache[path] === standIn) delete require.cache[path];
    return require(path)(...args);
  };
  require.cache[path] = standIn;
}

function load(): typeof Docker {
  const ofDockerode = module.createRequire(require.resolve('dockerode'));
  // A session of BuildKit loads gRPC and protobuf, an engine behind ssh:// the library ssh2: two thirds of what dockerode
  // loads, and nothing that a look at containers needs.
  later(ofDockerode.resolve('./session.js'));
  later(module.createRequire(ofDockerode.resolve('docker-modem')).resolve('./ssh.js'));
  return require('dockerode');
}

let Dockerode: typeof Docker | undefined;

/**
 * Opens dockerode, whose version is pinned. It is loaded for the first question to an engine, as many who may ask one do
 * not (the monitor of processes); what few need of it is loaded when it is called.
 */
export function openDocker(options: Docker.DockerOptions): Docker {
  Dockerode ??= load();
  return new Dockerode(options);
}
