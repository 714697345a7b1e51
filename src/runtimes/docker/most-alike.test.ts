import { expect, test } from 'vitest';
import { mostAlike } from './most-alike.ts';
import { LABEL, type ListedContainer } from './project-containers.ts';

const one = (service: string, ImageID: string, Command: string, State = 'running') =>
  ({ Labels: { [LABEL.service]: service }, ImageID, Command, State }) as unknown as ListedContainer;

const project = [
  one('app', 'i1', 'serve'),
  one('app', 'i1', 'serve'),
  one('blue', 'i1', 'serve'),
  one('blue', 'i1', 'serve', 'exited'),
  one('worker', 'i1', 'work'),
  one('client', 'i2', 'serve'),
];

test.each([
  [['app'], 2],
  [['app', 'blue', 'worker', 'client'], 3],
  [['worker', 'client'], 1],
  [['nobody'], 0],
])('of %j %i are alike', (services, count) => expect(mostAlike(services, project)).toBe(count));
