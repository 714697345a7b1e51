import module from 'node:module';
import type Docker from 'dockerode';

const require = module.createRequire(import.meta.url);
const ofDockerode = module.createRequire(require.resolve('dockerode'));

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

// A session of BuildKit loads gRPC and protobuf, an engine behind ssh:// the library ssh2: two thirds of what dockerode
// loads, and nothing that a look at containers needs.
later(ofDockerode.resolve('./session.js'));
later(module.createRequire(ofDockerode.resolve('docker-modem')).resolve('./ssh.js'));

/** dockerode, whose version is pinned; what few need of it is loaded when it is called. */
export const Dockerode: typeof Docker = require('dockerode');
