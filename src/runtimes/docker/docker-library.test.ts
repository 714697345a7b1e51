import { expect, test } from 'vitest';
import { openDocker } from './docker-library.ts';

test('an engine behind ssh:// is asked by ssh2, which is loaded for it', async () => {
  const docker = openDocker({ protocol: 'ssh', host: '127.0.0.1', port: 1, username: 'nobody' });
  await expect(docker.ping()).rejects.toThrow('connect ECONNREFUSED 127.0.0.1:1');
});
