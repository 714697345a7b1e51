import Docker from 'dockerode';

/** Hears when the engine calls a service of a project unhealthy, until the signal. */
export async function hearUnhealthy(project: string, signal: AbortSignal) {
  const heard: { at: number; service: string }[] = [];
  const filters = JSON.stringify({
    type: ['container'],
    event: ['health_status'],
    label: [`com.docker.compose.project=${project}`],
  });
  const stream = await new Docker().getEvents({ filters });
  stream.on('data', chunk => {
    for (const line of String(chunk).split('\n').filter(Boolean)) {
      const { Action, Actor, timeNano } = JSON.parse(line);
      if (Action === 'health_status: unhealthy')
        heard.push({ at: timeNano / 1e6, service: Actor.Attributes['com.docker.compose.service'] });
    }
  });
  signal.addEventListener('abort', () => (stream as NodeJS.ReadableStream & { destroy(): void }).destroy());
  return heard;
}
