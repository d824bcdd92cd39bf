const [base, least, most, skew, damp, firstBias, firstCode] = [36, 1, 26, 38, 700, 72, 128]

function adapted(delta: number, points: number, first: boolean): number {
  let left = first ? Math.floor(delta / damp) : delta >> 1
  left += Math.floor(left / points)
  let k = 0
  for (; left > ((base - least) * most) >> 1; k += base) left = Math.floor(left / (base - least))
  return k + Math.floor(((base - least + 1) * left) / (left + skew))
}

function digitOf(char: string): number {
  if (/[a-z]/.test(char)) return char.charCodeAt(0) - 97
  return /\d/.test(char) ? char.charCodeAt(0) - 22 : base
}

/** What a label of a domain written as `xn--…` reads as (RFC 3492, section 6.2); null where it is no such writing. */
export function readPunycode(label: string): string | null {
  const text = label.toLowerCase()
  if (!text.startsWith('xn--') || text.length > 63) return null
  const encoded = text.slice(4)
  const split = encoded.lastIndexOf('-')
  const out = [...encoded.slice(0, Math.max(0, split))]
  let [code, at, bias, index] = [firstCode, 0, firstBias, split + 1]
  while (index < encoded.length) {
    const before = at
    for (let weight = 1, k = base; ; k += base) {
      const digit = digitOf(encoded[index] ?? '')
      index += 1
      if (digit >= base) return null
      at += digit * weight
      const threshold = Math.min(most, Math.max(least, k - bias))
      if (digit < threshold) break
      weight *= base - threshold
      if (at > 0x7fffffff || weight > 0x7fffffff) return null
    }
    bias = adapted(at - before, out.length + 1, before === 0)
    code += Math.floor(at / (out.length + 1))
    at %= out.length + 1
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return null
    out.splice(at, 0, String.fromCodePoint(code))
    at += 1
  }
  return out.join('')
}
