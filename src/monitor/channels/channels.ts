import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Channel as Declared } from '../../config/schema/monitor.ts';
import type { Secret } from '../../model/secret.ts';
import { logRulesOf } from '../log-rules.ts';
import type { Channel } from '../notify.ts';
import { FILE_CHANNEL } from '../setup-of.ts';
import { commandChannel } from './command.ts';
import { mailChannel } from './email.ts';
import { fileChannel } from './file.ts';
import { webhookChannel } from './webhook.ts';

const SMTP_PORT = 587;

const revealed = (value: string | Secret): string => (typeof value === 'string' ? value : value.reveal());

function open(declared: Declared, root: string): Channel {
  if ('command' in declared) return commandChannel(declared.command, root);
  if ('webhook' in declared) {
    const { url, format = 'generic', headers = {} } = declared.webhook;
    const sent = Object.entries(headers).map(([name, value]) => [name, revealed(value)]);
    return webhookChannel(revealed(url), format, Object.fromEntries(sent));
  }
  const { email } = declared;
  return mailChannel({ ...email, port: email.port ?? SMTP_PORT, password: email.password?.reveal() });
}

/** The channels of failsafe.yaml by name, and the log of alerts. */
export function openChannels(loaded: LoadedConfig): Readonly<Record<string, Channel>> {
  const { config, root } = loaded;
  const declared = Object.entries(config.monitor?.channels ?? {});
  return {
    ...Object.fromEntries(declared.map(([name, one]) => [name, open(one, root)])),
    [FILE_CHANNEL]: fileChannel(root, logRulesOf(loaded)),
  };
}
