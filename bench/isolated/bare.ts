/**
 * The floor of an isolated run: the library testcontainers brings up a compose project and takes it down, and nobody looks.
 *
 *   node bench/isolated/bare.ts FOLDER      with what the compose file needs in the environment
 */
import { DockerComposeEnvironment } from 'testcontainers';

const [, , folder = '.'] = process.argv;
const started = await new DockerComposeEnvironment(folder, 'docker-compose.yml')
  .withEnvironment(process.env as Record<string, string>)
  .up();
await started.down({ removeVolumes: true });
