import { syntaxTree } from '@codemirror/language'
import { type Extension, RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'

const marks: Record<string, Decoration> = {
  PropertyName: Decoration.mark({ class: 'cm-name' }),
  String: Decoration.mark({ class: 'cm-text' }),
  Number: Decoration.mark({ class: 'cm-scalar' }),
  True: Decoration.mark({ class: 'cm-scalar' }),
  False: Decoration.mark({ class: 'cm-scalar' }),
  Null: Decoration.mark({ class: 'cm-scalar' }),
}

function decorate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        const mark = marks[node.name]
        if (mark !== undefined) builder.add(node.from, node.to, mark)
      },
    })
  }
  return builder.finish()
}

/** Names, texts and numbers in the colours of the house. */
export const colours: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet

    constructor(view: EditorView) {
      this.decorations = decorate(view)
    }

    update({ view, docChanged, viewportChanged, startState, state }: ViewUpdate): void {
      if (docChanged || viewportChanged || syntaxTree(startState) !== syntaxTree(state)) this.decorations = decorate(view)
    }
  },
  { decorations: (plugin) => plugin.decorations },
)

const mono = 'var(--font-geist-mono), ui-monospace, monospace'

/** Paper and ink: the colours are the page's, so dark is theirs to say. */
export const theme: Extension = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--surface)', fontSize: '12px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: mono, lineHeight: '20px', scrollbarWidth: 'thin', scrollbarColor: 'var(--line-2) transparent' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 8px' },
  '.cm-gutters': { color: 'var(--ink-3)', backgroundColor: 'var(--sunk)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine': { backgroundColor: 'var(--hover)' },
  '.cm-gutter-lint': { width: '14px' },
  '.cm-name': { color: 'var(--pen)' },
  '.cm-scalar': { color: 'var(--wait)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--mark)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    backgroundColor: 'var(--bad-soft)',
    outline: '1px solid var(--bad)',
    borderRadius: '2px',
  },
  '.cm-lintPoint-error::after': { borderBottomColor: 'var(--bad)' },
  '.cm-specialChar': { color: 'var(--bad)' },
  '.cm-tooltip': {
    color: 'var(--ink)',
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--line-2)',
    borderRadius: '6px',
    boxShadow: 'var(--float)',
    fontFamily: 'var(--font-geist-sans), system-ui, sans-serif',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: mono,
    maxHeight: '220px',
    maxWidth: 'min(440px, 90vw)',
    scrollbarWidth: 'thin',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px', lineHeight: '20px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { color: 'var(--ink)', backgroundColor: 'var(--mark)' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '550' },
  '.cm-completionDetail': { color: 'var(--ink-2)', fontStyle: 'normal', fontFamily: 'var(--font-geist-sans), system-ui, sans-serif' },
  '.cm-completionInfo': { padding: '8px 10px', maxWidth: '320px', lineHeight: '18px' },
  '.cm-completionInfo code': { display: 'block', marginTop: '4px', fontFamily: mono, color: 'var(--ink-2)', overflowWrap: 'anywhere' },
  '.cm-diagnostic': { padding: '4px 10px', borderLeft: '3px solid var(--bad)' },
})
