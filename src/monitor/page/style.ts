/** The looks of the status page, in light and in dark; each pair of colours has a contrast of 4.5 at least. */
export const STYLE = `
:root { color-scheme: light dark; --page: #ffffff; --text: #1d2024; --good: #17662a; --bad: #a8201a; --warn: #7a4a00; --quiet: #565b62;
  --line: #d5d9de; --card: #f5f6f8; --good-soft: #e3f3e6; --bad-soft: #fbe6e4; --warn-soft: #fdf0d9; --quiet-soft: #eceef1; --plot: #2b62c4; --plot-soft: #2b62c422 }
@media (prefers-color-scheme: dark) { :root { --page: #121417; --text: #e6e8eb; --good: #7fdd92; --bad: #ff9d95; --warn: #ffc873; --quiet: #aab1b9;
  --line: #3a3f45; --card: #1c1f24; --good-soft: #173020; --bad-soft: #3a1c1b; --warn-soft: #33270f; --quiet-soft: #282c32; --plot: #8ab4ff; --plot-soft: #8ab4ff26 } }
* { box-sizing: border-box }
body { font: 16px/1.45 system-ui, sans-serif; max-width: 64rem; margin: 0 auto; padding: 1rem 1rem 3rem; background: var(--page); color: var(--text) }
header { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem 1rem; margin-bottom: .5rem }
h1 { font-size: 1.5rem; margin: 0; overflow-wrap: anywhere } h2 { font-size: 1.05rem; margin: 2rem 0 .6rem } h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere }
.quiet { color: var(--quiet); font-size: .9rem } header .quiet { flex-basis: 100% }
.pill { display: inline-block; border-radius: 1rem; padding: .1rem .65rem; font-size: .85rem; font-weight: 600; white-space: nowrap }
#verdict { font-size: 1rem; padding: .25rem .9rem; white-space: normal }
.well, .healthy { color: var(--good); background: var(--good-soft) } .down, .unhealthy { color: var(--bad); background: var(--bad-soft) }
.doubtful { color: var(--warn); background: var(--warn-soft) } .paused, .unknown { color: var(--quiet); background: var(--quiet-soft) }
ul, ol { list-style: none; padding: 0; margin: 0 } p { margin: .3rem 0 0 }
.cards { display: grid; gap: .6rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)) } .wide { grid-template-columns: 1fr }
.chips { display: flex; flex-wrap: wrap; gap: .4rem } .chips .pill { white-space: normal; overflow-wrap: anywhere }
.card { border: 1px solid var(--line); background: var(--card); border-radius: .6rem; padding: .7rem .9rem; overflow-wrap: anywhere }
.card.root { border-left: .35rem solid var(--bad) } .head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .3rem .6rem }
.none { color: var(--quiet) } .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .6rem; background: var(--card); padding: .6rem }
.scroll svg { display: block; margin: 0 auto } svg text { fill: var(--text); font-size: 13px; font-family: inherit } svg .small { fill: var(--quiet); font-size: 11px }
.box { fill: var(--page); stroke: var(--line); stroke-width: 1.5 } .box-well { stroke: var(--good) } .box-doubtful { stroke: var(--warn) } .box-paused { stroke: var(--quiet); stroke-dasharray: 4 3 }
.box-down { stroke: var(--bad); stroke-dasharray: 4 3 } .box-root { stroke: var(--bad); stroke-width: 3; fill: var(--bad-soft) } .edge { fill: none; stroke: var(--quiet); stroke-width: 1.3 } .edge-bad { stroke: var(--bad); stroke-width: 2 }
.phase-well { fill: var(--good) } .phase-down { fill: var(--bad) } .phase-doubtful { fill: var(--warn) } .phase-paused { fill: var(--quiet) }
.plot { width: 100%; height: 4rem; display: block; margin-top: .4rem } .plot-line { fill: none; stroke: var(--plot); stroke-width: 1.5; vector-effect: non-scaling-stroke; stroke-linejoin: round }
.plot-dot { stroke: var(--plot); stroke-width: 4; stroke-linecap: round; vector-effect: non-scaling-stroke } .plot-area { fill: var(--plot-soft) } .axis { display: flex; justify-content: space-between }
.timeline { margin: .5rem 0 0; border-left: 2px solid var(--line); padding-left: .8rem } .timeline li { margin: .15rem 0 } .timeline time { color: var(--quiet); font-size: .85rem; margin-right: .5rem; font-variant-numeric: tabular-nums }
summary { cursor: pointer; color: var(--quiet); font-size: .9rem; margin-top: .4rem } code { font-size: .85rem }
:focus-visible { outline: 2px solid var(--plot); outline-offset: 2px }
@media (max-width: 30rem) { body { padding: .8rem .7rem 2rem } }
`;
