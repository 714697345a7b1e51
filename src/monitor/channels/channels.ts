import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Channel as Declared } from '../../config/schema/monitor.ts';
import { type AppliedChannel, loadExtensions } from '../../engine/extensions/load-extensions.ts';
import type { Secret } from '../../model/secret.ts';
import { logRulesOf } from '../log-rules.ts';
import type { Channel } from '../notify.ts';
import { FILE_CHANNEL } from '../setup-of.ts';
import { fileChannel } from './file.ts';
import { ownChannel } from './own.ts';

const SMTP_PORT = 587;

const revealed = (value: string | Secret): string => (typeof value === 'string' ? value : value.reveal());

/** Libraries are loaded now and only for who uses them: when there is something to tell it may be too late. */
async function open(declared: Exclude<Declared, { custom: string }>, root: string): Promise<Channel> {
  if ('command' in declared) {
    const { commandChannel } = await import('./command.ts');
    return commandChannel(declared.command, root);
  }
  if ('webhook' in declared) {
    const { webhookChannel } = await import('./webhook.ts');
    const { url, format = 'generic', headers = {} } = declared.webhook;
    const sent = Object.entries(headers).map(([name, value]) => [name, revealed(value)]);
    return webhookChannel(revealed(url), format, Object.fromEntries(sent));
  }
  const { email } = declared;
  const { mailChannel } = await import('./email.ts');
  return mailChannel({ ...email, port: email.port ?? SMTP_PORT, password: email.password?.reveal() });
}

/**
 * The channels of failsafe.yaml by name, and the log of alerts.
 *
 * @throws ProblemError what keeps a module from being used
 */
export async function openChannels(loaded: LoadedConfig): Promise<Readonly<Record<string, Channel>>> {
  const { config, root } = loaded;
  const { channels } = await loadExtensions(loaded);
  const opened = await Promise.all(
    Object.entries(config.monitor?.channels ?? {}).map(async ([name, one]) => [
      name,
      'custom' in one ? ownChannel(channels[name] as AppliedChannel, one.secrets) : await open(one, root),
    ]),
  );
  return { ...Object.fromEntries(opened), [FILE_CHANNEL]: fileChannel(root, logRulesOf(loaded)) };
}
