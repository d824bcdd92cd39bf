import { type Fault, type FaultMode, faultModes } from '../faults.ts'
import { type Breakage, breakages, doesNothing, faultWords } from './breakages.ts'
import { html, type Markup } from './html.ts'
import type { SeenAction, SeenRequest } from './seen-actions.ts'

export interface PageFacts {
  /** Where Countersign is; null when nobody said. */
  appUrl: string | null
  /** An order with enough left to refund. */
  orderId: string
  /** Whether there is a supervisor that can kill the worker. */
  mayKill: boolean
}

/** A worker that was killed from here. */
export interface Killed {
  at: string
  pid: number
}

export interface LiveFacts {
  appUrl: string | null
  faults: readonly Fault[]
  killed: readonly Killed[]
  actions: readonly SeenAction[]
}

/** The whole page; `live` is what it shows until it looks again. */
export function breakPage(facts: PageFacts, live: LiveFacts): string {
  const { appUrl, mayKill } = facts
  const toApp = appUrl === null ? html`` : html`<a href="${appUrl}">Countersign</a>`
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Break it yourself · Acme</title>
<link rel="icon" href="/break/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/break/page.css">
<script src="/break/page.js" defer></script>
</head>
<body>
<header class="bar"><p><b>Acme</b> back office</p>${toApp}</header>
<main>
<div class="intro">
<h1>Break it yourself</h1>
<p>This page belongs to Acme’s systems, not to Countersign. Break them, and watch what Countersign does.</p>
<noscript><p class="notice">The buttons need JavaScript.</p></noscript>
</div>
<div class="controls">
${tryThis(facts)}
<section aria-labelledby="break">
<h2 id="break">What goes wrong next</h2>
<ul class="rows">
${breakages.map(breakageRow)}
${mayKill ? row('kill_worker', 'Kill the worker', 'The process of Countersign that does the work, at once. Its supervisor starts another.', 'danger') : html``}
${row('clear', 'Everything well again', 'What still waits to go wrong is taken back.')}
</ul>
<p id="said" class="said" role="status"></p>
</section>
</div>
<section class="watch" aria-labelledby="watch">
<h2 id="watch">What came in, and what it did</h2>
<p class="soft">Requests that are to change something, newest first. Those that only read are left out.</p>
<p id="offline" class="notice" hidden>Acme’s systems do not answer just now. Trying again.</p>
<div id="live">${liveParts(live)}</div>
</section>
</main>
</body>
</html>`
  return page.markup
}

/** The part of the page that changes by itself. */
export function livePart(facts: LiveFacts): string {
  return liveParts(facts).markup
}

function tryThis({ appUrl, orderId }: PageFacts): Markup {
  const sentence = `Refund order ${orderId}, 49.90 EUR, it arrived broken`
  const chat = appUrl === null ? html`Ask Countersign` : html`<a href="${appUrl}/chat">Ask Countersign</a>`
  const inbox = appUrl === null ? html`Approve it` : html`<a href="${appUrl}/approvals">Approve it</a>`
  return html`<section aria-labelledby="try">
<h2 id="try">Try this</h2>
<ol class="steps">
<li><span>${chat}, as member@acme.test: <q id="sentence">${sentence}</q> <button type="button" class="small" data-copy="sentence">Copy</button></span></li>
<li><span>Press <b>Drop the next answer</b>, before anybody approves.</span></li>
<li><span>${inbox}, as approver@acme.test, and watch here: 2 requests, 1 effect. Its story in Countersign says what happened.</span></li>
</ol>
</section>`
}

function breakageRow({ id, label, what }: Breakage): Markup {
  return row(id, label, what)
}

function row(id: string, label: string, what: string, look = ''): Markup {
  return html`<li><button type="button" class="${look}" data-do="${id}" aria-describedby="${id}">${label}</button><span id="${id}">${what}</span></li>
`
}

function liveParts({ appUrl, faults, killed, actions }: LiveFacts): Markup {
  return html`<ul class="standing" aria-label="Waiting to go wrong">${standing(faults)}</ul>
${killed.length === 0 ? html`` : html`<ul class="killed" aria-label="Killed">${killed.map(killedLine)}</ul>`}
${actions.length === 0 ? html`<p class="empty">Nothing came in yet. Ask Countersign for something that changes something here.</p>` : html`<ul class="actions" aria-label="What came in">${actions.map((action) => actionPart(action, appUrl))}</ul>`}`
}

function standing(faults: readonly Fault[]): Markup[] {
  if (faults.length === 0) return [html`<li class="soft">Nothing waits to go wrong.</li>`]
  const counts = new Map<string, number>()
  for (const fault of faults) {
    const name = `${victimOf(fault)}: ${faultWords[fault.mode]}`
    counts.set(name, (counts.get(name) ?? 0) + fault.count)
  }
  return [...counts].map(([name, count]) => html`<li class="chip wait">${name}${count > 1 ? ` × ${count}` : ''}</li>`)
}

function victimOf({ path, method }: Fault): string {
  if (path === 'smtp') return 'The next mail'
  if (path === '*' && method === '!GET') return 'The next change'
  return path === '*' ? 'The next request' : `The next ${method === '*' ? 'request' : method} to ${path}`
}

function killedLine({ at, pid }: Killed): Markup {
  return html`<li>${clock(at)} <span>The worker, process ${pid}, was killed.</span></li>`
}

function actionPart({ key, operation, requests, asked, effects }: SeenAction, appUrl: string | null): Markup {
  const id =
    key === null
      ? html`<span class="soft">turned away before it said for which action</span>`
      : appUrl === null
        ? html`<span class="mono">${key}</span>`
        : html`<a class="mono" href="${appUrl}/actions/${encodeURIComponent(key)}">${key}</a>`
  const tally = `${counted(asked, 'request')}, ${counted(effects, 'effect')}`
  return html`<li class="action">
<div class="head"><h3>${operation}</h3><p class="tally${effects > 1 ? ' bad' : ''}">${tally}</p><p class="id">${id}</p></div>
<ol>${requests.map((request) => requestLine(request))}</ol>
</li>`
}

function requestLine(request: SeenRequest): Markup {
  const { at, method, path, fault, effect } = request
  const struck = faultModes.find((mode) => mode === fault)
  return html`<li>${clock(at)}<div class="came"><span class="mono">${path === 'smtp' ? 'SMTP' : `${method} ${path}`}</span>${struckBy(struck)}</div>${
    effect === null ? html`<p class="did soft">${whyNothing(request)}</p>` : html`<p class="did done">${tick}<span>${effect}</span></p>`
  }</li>`
}

function struckBy(mode: FaultMode | undefined): Markup {
  return mode === undefined ? html`` : html`<span class="chip bad">${faultWords[mode]}</span>`
}

function whyNothing({ fault, repeat }: SeenRequest): string {
  if (doesNothing.has(fault ?? '')) return 'nothing done'
  return repeat ? 'nothing again: its key was known' : 'nothing changed'
}

const tick = html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 8.5 6.5 12 13 4.5"/></svg>`

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** As the clock of this machine shows it: whoever looks sits at it. */
function clock(at: string): Markup {
  return html`<time datetime="${at}">${new Date(at).toLocaleTimeString('en-GB')}</time>`
}
