import type { AppliedChannel } from '../../engine/extensions/load-extensions.ts';
import type { Secret } from '../../model/secret.ts';
import type { Channel } from '../notify.ts';

/** A channel of a module. One that does not heed its signal is left behind when its time is up, and told again. */
export const ownChannel =
  ({ channel, parameters }: AppliedChannel, secrets: Readonly<Record<string, Secret>> = {}): Channel =>
  async (notice, signal) => {
    const { promise, reject } = Promise.withResolvers<never>();
    const giveUp = () => reject(new Error('it did not end in time'));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      const sending = async () => channel.send(notice, { parameters, secrets, signal });
      await Promise.race([sending(), promise]);
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  };
