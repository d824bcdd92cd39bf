import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { AssistantMessage } from './assistant-message.tsx'

const html = (text: string) => renderToStaticMarkup(createElement(AssistantMessage, { text }))

test('HTML is shown as text, a picture is not loaded, a script address is no link', () => {
  const shown = html('<img src=x onerror=alert(1)> <script>alert(1)</script> ![eye](https://evil.test/p.png) [go](javascript:alert(1))')
  expect(shown).not.toMatch(/<img|<script|javascript:|evil\.test/)
  expect(shown).toContain('&lt;img')
  expect(shown).toContain('[picture: eye, not loaded]')
})

test('a link whose words name another place says where it leads', () => {
  expect(html('[bank.test](https://evil.test/login)')).toContain('evil.test</span>)')
  expect(html('[https://bank.test/a](https://bank.test/a)')).not.toContain('(<span')
  expect(html('[write](mailto:eve@evil.test)')).toContain('eve@evil.test</span>)')
})

test('hidden characters and look-alikes are marked, and a copy gives the true ones', () => {
  const shown = html('pay \u202Emoc to pаypal')
  expect(shown).toContain('data-true="202e"')
  expect(shown).toContain('U+202E')
  expect(shown).toContain('looks like “a”, is Cyrillic (U+0430)')
  expect(shown).not.toContain('\u202E')
})
