'use client'

export type Theme = 'system' | 'light' | 'dark'

const yearSeconds = 365 * 24 * 3600

function keep(name: string, value: string | null): void {
  const age = value === null ? 0 : yearSeconds
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet; the server reads this before the first byte.
  document.cookie = `${name}=${value ?? ''}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`
}

export function currentTheme(): Theme {
  const theme = document.documentElement.dataset.theme
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

/** Light, dark or as the system has it: at once, and remembered for the next page by cookie. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  keep('theme', theme === 'system' ? null : theme)
}

export function singleKeysOn(): boolean {
  return document.documentElement.dataset.keys !== 'off'
}

/** Whether single keys such as a, e and r do something. */
export function chooseSingleKeys(on: boolean): void {
  if (on) delete document.documentElement.dataset.keys
  else document.documentElement.dataset.keys = 'off'
  keep('keys', on ? null : 'off')
}
