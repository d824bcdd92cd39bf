import { visibleParts } from '../visible-text.ts'

/** What is needed of a hast node. */
interface Node {
  type: string
  tagName?: string
  value?: string
  properties?: Record<string, unknown>
  children?: Node[]
}

const look = 'rounded-sm bg-wait-soft text-wait'

/** A rehype plugin: what hides or imitates in written text is marked, as `VisibleText` does it. Blocks of code do that themselves. */
export function visibleCharacters() {
  return (tree: Node) => mark(tree)
}

function mark(node: Node): void {
  if (node.tagName === 'pre' || node.children === undefined) return
  node.children = node.children.flatMap((child) => {
    if (child.type === 'text') return shown(child)
    mark(child)
    return [child]
  })
}

function shown(node: Node): Node[] {
  const parts = visibleParts(node.value ?? '')
  if (parts.every(({ kind }) => kind === 'text')) return [node]
  return parts.map((part): Node => {
    if (part.kind === 'text') return { type: 'text', value: part.text }
    const codes = [...part.text].map((char) => (char.codePointAt(0) ?? 0).toString(16)).join(' ')
    const name: Node = {
      type: 'element',
      tagName: 'span',
      properties: { className: 'sr-only', ...(part.kind === 'hidden' ? {} : { 'data-true': '' }) },
      children: [{ type: 'text', value: ` (${part.name}) ` }],
    }
    return {
      type: 'element',
      tagName: 'span',
      properties: {
        title: part.name,
        className: part.kind === 'hidden' ? `${look} px-1 font-mono text-12` : `${look} underline decoration-wavy`,
        ...(part.kind === 'hidden' ? { dir: 'ltr', 'data-true': codes } : {}),
      },
      children: [{ type: 'text', value: part.kind === 'hidden' ? part.shown : part.text }, name],
    }
  })
}
