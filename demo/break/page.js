// The page's only script: presses go to the server, and what the server says is shown. All words are made there.
const live = document.getElementById('live')
const said = document.getElementById('said')
const offline = document.getElementById('offline')
const everyMs = 1000
let shown = ''
let turn = 0
let timer

async function look() {
  clearTimeout(timer)
  const mine = ++turn
  try {
    const answer = await fetch('/break/now', { cache: 'no-store', signal: AbortSignal.timeout(5000) })
    if (!answer.ok) throw new Error(answer.statusText)
    const text = await answer.text()
    if (mine !== turn) return
    offline.hidden = true
    show(text)
  } catch {
    if (mine !== turn) return
    offline.hidden = false
  }
  if (document.visibilityState === 'visible') timer = setTimeout(look, everyMs)
}

/** Where nothing changed nothing is touched, and whoever stands on a link goes on standing there. */
function show(text) {
  if (text === shown) return
  shown = text
  const focused = live.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null
  live.innerHTML = text
  if (focused !== null) live.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus()
}

async function press(what) {
  try {
    const answer = await fetch('/break', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ do: what }),
    })
    const { said: sentence, detail } = await answer.json()
    said.textContent = sentence ?? detail
  } catch {
    said.textContent = 'Acme’s systems did not answer. Press again.'
  }
  await look()
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button')
  if (button?.dataset.do) void press(button.dataset.do)
  if (button?.dataset.copy) {
    void navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent).then(() => {
      button.textContent = 'Copied'
    })
  }
})
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void look()
})
void look()
