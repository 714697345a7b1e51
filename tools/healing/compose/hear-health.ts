import Docker from 'dockerode';

/** What the engine says of the health of a service. */
export interface HealthWord {
  readonly at: number;
  readonly service: string;
  readonly health: 'healthy' | 'unhealthy';
}

/** Hears what the engine says of the health of the services of a project, until the signal. */
export async function hearHealth(project: string, signal: AbortSignal): Promise<readonly HealthWord[]> {
  const heard: HealthWord[] = [];
  const filters = JSON.stringify({
    type: ['container'],
    event: ['health_status'],
    label: [`com.docker.compose.project=${project}`],
  });
  const stream = await new Docker().getEvents({ filters });
  stream.on('data', chunk => {
    for (const line of String(chunk).split('\n').filter(Boolean)) {
      const { Action, Actor, timeNano } = JSON.parse(line);
      const health = Action.replace('health_status: ', '');
      heard.push({ at: timeNano / 1e6, service: Actor.Attributes['com.docker.compose.service'], health });
    }
  });
  signal.addEventListener('abort', () => (stream as NodeJS.ReadableStream & { destroy(): void }).destroy());
  return heard;
}
