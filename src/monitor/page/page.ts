import { actWords } from '../machine/heal-act.ts';
import { alertCard, levelChip, plotCard, subjectCard } from './client/cards.ts';
import { amount, element, moment, moodOf, rootsOf, shape } from './client/elements.ts';
import { drawGraph } from './client/graph.ts';
import { main } from './client/main.ts';
import { drawPlot } from './client/plot.ts';
import { STYLE } from './style.ts';

/** What runs in the browser is checked like all else, and sent as it stands: functions that need nothing but one another. */
const SCRIPT = [
  actWords,
  element,
  shape,
  moodOf,
  rootsOf,
  amount,
  moment,
  drawGraph,
  drawPlot,
  subjectCard,
  alertCard,
  levelChip,
  plotCard,
  main,
].join('\n');

const section = (id: string, title: string, content: string): string =>
  `<section id="s-${id}" aria-labelledby="h-${id}"><h2 id="h-${id}">${title}</h2>${content}</section>`;

const list = (id: string, className: string): string => `<ul id="${id}" class="${className}"></ul>`;

/** The status page, self-contained: one document that fills itself by server-sent events. */
export const statusPage = (nonce: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>failsafe</title>
<link rel="icon" href="data:,"><style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<header><h1 id="project">failsafe</h1><div id="verdict" role="status" class="pill unknown">unknown</div><div id="seen" class="quiet"></div></header>
<main>
${section('levels', 'Levels', list('levels', 'chips'))}
${section('alerts', 'Alerts', list('alerts', 'cards wide'))}
${section('graph', 'What stands on what', '<div id="graph" class="scroll" tabindex="0" role="group" aria-label="drawing, scrolls sideways"></div>')}
${section('services', 'Services', list('services', 'cards'))}
${section('checks', 'Checks that fail', list('checks', 'cards'))}
${section('plots', 'Response times of the last 24 hours', list('plots', 'cards'))}
${section('history', 'Incidents', list('history', 'cards wide'))}
</main>
<noscript>This page needs JavaScript; /api/status does not.</noscript>
<script nonce="${nonce}">${SCRIPT}
main();</script>
</body>
</html>
`;
