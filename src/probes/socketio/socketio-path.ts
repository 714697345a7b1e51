import type { SocketIoParams } from '../../model/observations/socketio.ts';
import { pathOf } from '../web-address.ts';

/** The path as Socket.IO's own client sends it: with a slash at its end. */
export const socketIoPath = ({ target, path }: Pick<SocketIoParams, 'target' | 'path'>): string =>
  `${pathOf(target, path).replace(/\/$/, '')}/`;
