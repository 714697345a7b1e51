import { request } from 'undici';
import type { AlertNotice, Notice } from '../machine/state.ts';
import type { Channel } from '../notify.ts';
import { alertText, headline, noticeText } from './wording.ts';

/** The message format of who is posted to. */
export type WebhookFormat = 'generic' | 'slack' | 'discord' | 'teams';

const COLOURS = {
  firing: 0xd6_33_33,
  escalated: 0xd6_33_33,
  reminder: 0xd6_8a_00,
  resolved: 0x2e_9e_4f,
} as const;
/** What these services cut or refuse beyond. */
const MOST = { slack: 2900, discord: 4000, embeds: 10 };

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** Slack takes these three for markup. */
const escapeSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function slack(notice: Notice): object {
  const section = (alert: AlertNotice) => ({
    type: 'section',
    text: { type: 'mrkdwn', text: cut(escapeSlack(alertText(alert)), MOST.slack) },
  });
  return {
    text: escapeSlack(headline(notice)),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(headline(notice), 150) } },
      ...notice.alerts.slice(0, 40).map(section),
    ],
  };
}

function discord(notice: Notice): object {
  const embeds = notice.alerts.slice(0, MOST.embeds).map(alert => ({
    title: cut(alert.root, 256),
    description: cut(alertText(alert), MOST.discord / MOST.embeds),
    color: COLOURS[notice.what],
  }));
  // A message that quotes a log may hold @everyone
  return { content: cut(headline(notice), 2000), embeds, allowed_mentions: { parse: [] } };
}

const teams = (notice: Notice): object => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        body: [
          {
            type: 'TextBlock',
            size: 'Medium',
            weight: 'Bolder',
            wrap: true,
            color: notice.what === 'resolved' ? 'Good' : 'Attention',
            text: headline(notice),
          },
          ...notice.alerts.map(alert => ({
            type: 'TextBlock',
            wrap: true,
            text: alertText(alert).replaceAll('\n', '\n\n'),
          })),
        ],
      },
    },
  ],
});

const FORMATS: Readonly<Record<WebhookFormat, (notice: Notice) => object>> = {
  generic: notice => ({
    ...notice,
    channels: undefined,
    headline: headline(notice),
    text: noticeText(notice),
  }),
  slack,
  discord,
  teams,
};

/** What is posted of a notice. */
export const webhookBody = (format: WebhookFormat, notice: Notice): object => FORMATS[format](notice);

/**
 * Posts notices; anything but 2xx is a failure. `Idempotency-Key` stays the same when one is repeated. What goes wrong
 * is told without the address, which is a secret with most of these services.
 */
export function webhookChannel(
  url: string,
  format: WebhookFormat,
  headers: Readonly<Record<string, string>>,
): Channel {
  return async (notice, signal) => {
    const { statusCode, body } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': notice.id, ...headers },
      body: JSON.stringify(webhookBody(format, notice)),
      signal,
    });
    await body.dump();
    if (statusCode < 200 || statusCode > 299) throw new Error(`the webhook answered with ${statusCode}`);
  };
}
