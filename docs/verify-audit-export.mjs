// Holds an export of the audit log against the keys that signed it: node verify-audit-export.mjs EXPORT.jsonl VERIFIER_KEY...
import { createHash, verify } from 'node:crypto'
import { open } from 'node:fs/promises'

const [file, ...verifierKeys] = process.argv.slice(2)
const hex = (text) => Buffer.from(text, 'hex')
const base64 = (text) => Buffer.from(text, 'base64')
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest()
const node = (left, right) => sha256(Buffer.of(1), left, right)
const rawKey = (verifierKey) => base64(verifierKey.replace(/^.+?\+[0-9a-f]{8}\+/, '')).subarray(1)
let [line, last, newest, next, events, erased, erasures] = [0, null, { size: 0 }, 0, 0, new Map(), new Map()]
const must = (fits, what) => fits || console.log(`Line ${line} does not fit: ${what}`) || process.exit(1)
process.on('uncaughtException', ({ message }) => must(false, message))
// RFC 8785: members in the order of their names; JavaScript writes texts and numbers as it asks.
function canonical(value) {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical)}]`
  const member = (name) => `${JSON.stringify(name)}:${canonical(value[name])}`
  return `{${Object.keys(value).sort().map(member)}}`
}
// RFC 6962, 2.1: the roots over m and over n entries. Below the path stands entry m - 1 itself, or a subtree that ends with it.
function rootsOf(m, n, path, bottom, isEntry) {
  if (n === (isEntry ? 1 : m)) return [bottom, bottom]
  const [step, left] = [path.pop() ?? must(false, 'a proof is too short'), 2 ** Math.ceil(Math.log2(n) - 1)]
  const [older, newer] = m > left ? rootsOf(m - left, n - left, path, bottom, isEntry) : rootsOf(m, left, path, bottom, isEntry)
  return m > left ? [node(step, older), node(step, newer)] : [older, node(newer, step)]
}
// C2SP signed-note, tlog-checkpoint.
function checkCheckpoint({ note, consistency }, before) {
  const [body, signature] = note.split(/\n— \S+ /)
  const [origin, size, root] = body.split('\n')
  const jwk = (key) => ({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: rawKey(key).toString('base64url') } })
  const signed = (key) => key.startsWith(`${origin}+`) && verify(null, Buffer.from(body), jwk(key), base64(signature).subarray(4))
  must(verifierKeys.some(signed), 'the signature of the checkpoint')
  if (before.size === 0) return { size: Number(size), root: base64(root) }
  const path = Number.isInteger(Math.log2(before.size)) ? [before.root, ...consistency.map(hex)] : consistency.map(hex)
  const [older, newer] = rootsOf(before.size, Number(size), path, path.shift(), false)
  must(older.equals(before.root) && newer.equals(base64(root)), 'the consistency with the checkpoint before')
  return { size: Number(size), root: newer }
}
function checkEvent({ type, index, contentHash, leafHash, path, salt, erased: gone, content, ...head }, { size, root }) {
  const text = Buffer.from(canonical(gone ? head : { ...head, content }))
  must(gone ? content === null && salt === null : sha256(hex(salt), text).equals(hex(contentHash)), 'the content hash')
  if (gone) erased.set(head.id, sha256(text).toString('hex'))
  if (head.kind === 'audit.erased') for (const [id, hash] of Object.entries(content.events)) erasures.set(id, hash)
  const leaf = sha256(Buffer.of(0), hex(head.id.replaceAll('-', '')), hex(contentHash))
  must(index >= next && index < size && leaf.equals(hex(leafHash)), 'the order of the entries, or the leaf hash')
  must(rootsOf(index + 1, size, path.map(hex), leaf, true)[1].equals(root), 'the inclusion proof')
  ;[next, events] = [index + 1, events + 1]
}
for await (const text of (await open(file)).readLines()) {
  line += 1
  last = JSON.parse(text)
  if (last.type === 'checkpoint') newest = checkCheckpoint(last, newest)
  if (last.type === 'event') checkEvent(last, newest)
}
must(last.type === 'end' && last.lines === line, 'lines are missing')
must(last.filter !== null || events === newest.size, 'entries are missing')
must(last.filter !== null || [...erased].every(([id, hash]) => erasures.get(id) === hash), 'nothing says who erased an event')
console.log(`${events} of ${newest.size} entries fit, ${erased.size} of them erased. Filter: ${JSON.stringify(last.filter)}`)
