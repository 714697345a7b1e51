/** The look of the report: light and dark, on a phone and on paper. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1d2125; --paper: #fff; --card: #f6f7f9; --line: #d5d8dc; --quiet: #5f6368;
  --pass: #1b6e2b; --fail: #b3261e; --warn: #8a5200; --error: #7b1fa2; --link: #0b57d0 }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --paper: #131518; --card: #1d2024; --line: #3c4043; --quiet: #a4abb3;
  --pass: #7ddc8f; --fail: #ff9b93; --warn: #ffc46b; --error: #dfa6f5; --link: #9fc2ff } }
* { box-sizing: border-box }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 68rem; margin: 0 auto; padding: 1rem 1rem 4rem }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.15rem; margin: 2.2rem 0 .7rem } h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere }
a { color: var(--link) } p { margin: .35rem 0 } ul { padding-left: 1.2rem; margin: .35rem 0 }
pre, code { font: .86rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
article code { color: inherit } p code, dd > code { background: var(--line); border-radius: .25rem; padding: .05rem .3rem }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 }
.quiet { color: var(--quiet) } .small { font-size: .88rem } .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.pass { color: var(--pass) } .fail { color: var(--fail) } .warn, .known { color: var(--warn) } .error { color: var(--error) } .blocked, .skip { color: var(--quiet) }
.verdict { font-size: 1.3rem; font-weight: 650; margin: .5rem 0 .1rem }
nav { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: .5rem; margin: 1.1rem 0 0 }
nav a { display: block; text-decoration: none; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .4rem .75rem }
nav a:hover, nav a:focus-visible { border-color: var(--link) } nav b { font-weight: 600 }
article { background: var(--card); border: 1px solid var(--line); border-left: .3rem solid var(--quiet); border-radius: .6rem; padding: .8rem 1rem; margin: .7rem 0 }
article.fail { border-left-color: var(--fail) } article.error { border-left-color: var(--error) } article.warn { border-left-color: var(--warn) }
article[class] { color: var(--ink) } article h3 span { font-weight: 500 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: .6rem 0 0 } dt { color: var(--quiet) } dd { margin: 0; overflow-wrap: anywhere; min-width: 0 } dl:not(:has(*)) { display: none }
dd > p:first-child { margin-top: 0 } dd > details > summary { padding-top: 0 } .counts { display: flex; flex-wrap: wrap; gap: 0 .7rem } .count { white-space: nowrap } section > h3:not(:first-child) { margin-top: .9rem }
.command { display: flex; gap: .5rem; align-items: start; background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; padding: .35rem .6rem; margin: .3rem 0 } .command pre { flex: 1 }
button, select, input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; padding: .3rem .6rem }
.command button { font-size: .8rem; padding: .05rem .5rem }
form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; margin-bottom: .6rem } form div { display: flex; gap: .6rem; align-items: center }
form div:first-child { flex: 1 1 16rem } form input { flex: 1; min-width: 0 }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100% } th { text-align: left; font-weight: 600; color: var(--quiet); font-size: .85rem }
td, th { padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top } td { overflow-wrap: anywhere } th.number { text-align: right }
td.mark, th.mark { width: 8.2rem; white-space: nowrap }
details > summary { cursor: pointer; padding: .3rem 0 } summary h3 { display: inline }
svg { display: block; max-width: 100% } svg .line { fill: none; stroke: var(--link); stroke-width: 1.5 } svg .dot { fill: var(--link) }
.bar-0 { fill: var(--pass) } .bar-1 { fill: var(--fail) } .bar-2 { fill: var(--error) }
[hidden] { display: none }
@media (max-width: 36rem) { dl { grid-template-columns: 1fr; gap: 0 } dt { margin-top: .4rem } td.time, th.time { display: none } td.mark, th.mark { width: 5.2rem; white-space: normal } }
@media print { :root { color-scheme: light } nav, form, .command button { display: none } body { max-width: none } article, tr { break-inside: avoid } }
`;
