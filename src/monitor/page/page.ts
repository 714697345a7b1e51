const STYLE = `
:root { color-scheme: light dark; --good: #1b6e2b; --bad: #b3261e; --warn: #8a5200; --quiet: #5f6368; --line: #d5d8dc; --card: #f6f7f9 }
@media (prefers-color-scheme: dark) { :root { --good: #7ddc8f; --bad: #ff9b93; --warn: #ffc46b; --quiet: #aab0b7; --line: #3c4043; --card: #1f2226 } }
* { box-sizing: border-box }
body { font: 16px/1.45 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.4rem; margin: .2rem 0 } h2 { font-size: 1.05rem; margin: 1.6rem 0 .5rem }
#verdict { font-size: 1.1rem; font-weight: 600 } .quiet { color: var(--quiet); font-size: .9rem }
.healthy, .well { color: var(--good) } .unhealthy, .down { color: var(--bad) } .doubtful { color: var(--warn) } .unknown, .paused { color: var(--quiet) }
ul { list-style: none; padding: 0; margin: 0 } li { border: 1px solid var(--line); background: var(--card); border-radius: .5rem; padding: .6rem .8rem; margin: .4rem 0; overflow-wrap: anywhere }
li.root { border-left: .35rem solid var(--bad) } li p { margin: .2rem 0 0 } b { font-weight: 600 }
`;

const SCRIPT = `
const MOODS = { healthy: 'well', unknown: 'doubtful', starting: 'doubtful', suspect: 'doubtful', verifying: 'doubtful', maintenance: 'paused' };
const byId = id => document.getElementById(id);
const node = (tag, text, name) => { const one = document.createElement(tag); one.textContent = text; if (name) one.className = name; return one; };
const time = at => new Date(at).toLocaleString();
const item = (name, head, lines) => { const li = node('li', '', name); li.append(...head, ...lines.filter(Boolean).map(line => node('p', line))); return li; };
function subject(one) {
  const mood = MOODS[one.phase] || 'down';
  const root = mood === 'down' && one.phase !== 'blocked';
  const lines = [
    mood !== 'well' && one.cause && one.cause.message,
    one.blockedBy && 'because of ' + one.blockedBy,
    one.given && 'given up: ' + one.given,
    one.heal && one.heal.act.action + ' ' + one.heal.act.service,
    one.kind === 'service' && one.dependsOn.length > 0 && 'stands on ' + one.dependsOn.join(', '),
    mood !== 'well' && one.cause && one.cause.fix,
  ];
  return item(root ? 'root' : '', [node('b', one.key), node('span', ' '), node('span', one.phase, mood), node('span', (root ? ' · root cause' : '') + (one.flapping ? ' · flapping' : ''))], lines);
}
function alert(one) {
  const lasted = one.resolvedAt ? ' until ' + time(one.resolvedAt) : '';
  return item(one.resolvedAt ? '' : 'root', [node('b', one.root), node('span', ' ' + one.cause.code, one.resolvedAt ? 'well' : 'down')], [
    one.cause.message, 'since ' + time(one.since) + lasted,
    one.affected.length > 0 && 'affects ' + one.affected.join(', '), one.done.length > 0 && 'done: ' + one.done.join(', '),
  ]);
}
const fill = (id, items, none) => byId(id).replaceChildren(...(items.length > 0 ? items : [item('', [node('span', none, 'quiet')], [])]));
let last = '';
function show(all) {
  const text = JSON.stringify({ ...all, seenAt: 0 });
  byId('seen').textContent = all.seenAt ? 'looked at ' + time(all.seenAt) : 'not looked at yet';
  if (text === last) return;
  last = text;
  document.title = all.project + ': ' + all.verdict;
  byId('project').textContent = all.project;
  byId('verdict').textContent = all.verdict + (all.blind ? ': ' + all.blind : '') + (all.maintenance ? ' · maintenance window' : '');
  byId('verdict').className = all.verdict;
  fill('alerts', all.alerts.map(alert), 'no alert fires');
  fill('services', all.subjects.filter(one => one.kind !== 'check').map(subject), 'no services');
  fill('checks', all.subjects.filter(one => one.kind === 'check' && (MOODS[one.phase] || 'down') !== 'well' && one.phase !== 'unknown').map(subject), 'all are well');
  fill('history', all.history.map(alert), 'none yet');
}
const token = new URLSearchParams(location.search).get('token');
const events = new EventSource('events' + (token ? '?token=' + encodeURIComponent(token) : ''));
events.onmessage = event => show(JSON.parse(event.data));
events.onerror = () => { byId('seen').textContent = 'the monitor does not answer'; byId('verdict').textContent = 'unknown'; byId('verdict').className = 'unknown'; last = ''; };
`;

/** The status page, self-contained: one document that fills itself by server-sent events. */
export const statusPage = (nonce: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>failsafe</title>
<link rel="icon" href="data:,"><style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<header><h1 id="project">failsafe</h1><div id="verdict" role="status" class="unknown">unknown</div><div id="seen" class="quiet"></div></header>
<main>
<section aria-labelledby="h-alerts"><h2 id="h-alerts">Alerts</h2><ul id="alerts"></ul></section>
<section aria-labelledby="h-services"><h2 id="h-services">Services</h2><ul id="services"></ul></section>
<section aria-labelledby="h-checks"><h2 id="h-checks">Checks that fail</h2><ul id="checks"></ul></section>
<section aria-labelledby="h-history"><h2 id="h-history">Incidents</h2><ul id="history"></ul></section>
</main>
<noscript>This page needs JavaScript; /api/status does not.</noscript>
<script nonce="${nonce}">${SCRIPT}</script>
</body>
</html>
`;
