import { createTransport } from 'nodemailer';
import type { Channel } from '../notify.ts';
import { headline, noticeText } from './wording.ts';

/** Where mails go, and through whom. */
export interface MailOptions {
  readonly to: readonly string[];
  readonly from: string;
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
}

const TLS_PORT = 465;
const PATIENCE_MS = 15_000;

/** Sends notices by SMTP: with TLS from the start on port 465, else with STARTTLS where the server offers it. */
export function mailChannel({ to, from, host, port, user, password }: MailOptions): Channel {
  const transport = createTransport({
    host,
    port,
    secure: port === TLS_PORT,
    // A password is never sent in the clear.
    requireTLS: password !== undefined,
    ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  });
  return async notice => {
    await transport.sendMail({
      to: [...to],
      from,
      subject: headline(notice),
      text: `${noticeText(notice)}\n`,
      messageId: `<${notice.id}@failsafe.invalid>`,
      headers: { 'X-Failsafe-Project': notice.project },
    });
  };
}
