/** The words of a name, however it is written: `clientSecret`, `client_secret`, `X-Client-Secret`. */
function wordsIn(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean)
}

/** Names that say it anywhere in them. */
const telling = /\b(password|passwd|passphrase|passcode)s?\b|\b(api|private|secret|access|signing|encryption) ?keys?\b|\bapikey\b/
/** Names that say it with their last word: a `token`, but no `token type`. */
const last = new Set([
  'authorization',
  'bearer',
  'credential',
  'credentials',
  'cvc',
  'cvv',
  'otp',
  'passwd',
  'pin',
  'pwd',
  'secret',
  'secrets',
  'token',
])
/** What these say of a secret is none itself. */
const about = new Set(['at', 'expires', 'expiry', 'expired', 'format', 'hint', 'id', 'length', 'name', 'policy', 'required', 'type', 'url'])
/** Places in a list are called tokens too. */
const places = /\b(page|cursor|next|continuation|sync|skip) token$/

/** Whether a field's name says that what it holds is a secret. An account number is none: whoever signs has to check it. */
export function isSecretName(name: string): boolean {
  const words = wordsIn(name)
  const end = words.at(-1) ?? ''
  const text = words.join(' ')
  if (about.has(end) || places.test(text)) return false
  return last.has(end) || telling.test(text)
}
