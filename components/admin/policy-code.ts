import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, indentOnInput, syntaxTree } from '@codemirror/language'
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { colours, theme } from './policy-code-look.ts'
import { fittingWords, type PolicyWords, type Word, type WrittenAt } from './policy-words.ts'

/** An error at its character, from 0. */
export interface CodeError {
  at: number
  message: string
}

export interface PolicyCode {
  /** Puts another text there; does nothing when it stands there already. */
  setValue(value: string): void
  setErrors(errors: readonly CodeError[]): void
  setWords(words: PolicyWords): void
  /** For who comes by keyboard or screen reader: is it wrong, and where is that said. */
  setDescription(describedBy: string | null): void
  goTo(at: number): void
  destroy(): void
}

interface PolicyCodeOptions {
  parent: HTMLElement
  label: string
  value: string
  readOnly: boolean
  words: PolicyWords
  onValue: (value: string) => void
}

/** CodeMirror with what a policy needs: its words at the cursor, its errors at their character. Loaded only where it is shown. */
export function createPolicyCode({ parent, label, value, readOnly, words: initial, onValue }: PolicyCodeOptions): PolicyCode {
  let words = initial
  const described = new Compartment()
  const writing: Extension[] = [
    history(),
    indentOnInput(),
    closeBrackets(),
    autocompletion({ override: [(context) => complete(context, words)], icons: false, maxRenderedOptions: 100 }),
    highlightActiveLine(),
  ]
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: value,
      extensions: [
        ...(readOnly ? [EditorState.readOnly.of(true)] : writing),
        lineNumbers(),
        lintGutter(),
        highlightSpecialChars(),
        bracketMatching(),
        json(),
        colours,
        theme,
        // Tab goes on to the next control: who comes by keyboard must be able to leave.
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', ...(readOnly ? { 'aria-readonly': 'true' } : {}) }),
        described.of([]),
        EditorView.updateListener.of((update) => update.docChanged && onValue(update.state.doc.toString())),
      ],
    }),
  })
  return {
    setValue(next) {
      const old = view.state.doc.toString()
      if (old !== next) view.dispatch({ changes: changed(old, next) })
    },
    setErrors: (errors) =>
      view.dispatch(
        setDiagnostics(
          view.state,
          errors.map((error) => diagnostic(error, view.state.doc.length)),
        ),
      ),
    setWords(next) {
      words = next
    },
    setDescription: (id) =>
      view.dispatch({
        effects: described.reconfigure(
          id === null ? [] : EditorView.contentAttributes.of({ 'aria-invalid': 'true', 'aria-describedby': id }),
        ),
      }),
    goTo(at) {
      const anchor = Math.min(at, view.state.doc.length)
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
      view.focus()
    },
    destroy: () => view.destroy(),
  }
}

/** Only what differs, so that the cursor and the history keep their places. */
function changed(old: string, next: string): { from: number; to: number; insert: string } {
  let from = 0
  while (from < old.length && from < next.length && old[from] === next[from]) from += 1
  let end = 0
  while (end < old.length - from && end < next.length - from && old.at(-1 - end) === next.at(-1 - end)) end += 1
  return { from, to: old.length - end, insert: next.slice(from, next.length - end) }
}

function diagnostic({ at, message }: CodeError, length: number): Diagnostic {
  const from = Math.min(at, length)
  return { from, to: Math.min(from + 1, length), severity: 'error', message }
}

function complete(context: CompletionContext, words: PolicyWords): CompletionResult | null {
  const place = writtenAt(context.state, context.pos)
  if (place === null) return null
  const { words: fitting, replaces } = fittingWords(place, words)
  // Between two words of a condition a list would be in the way; it comes when it is asked for.
  if (fitting.length === 0 || (replaces === 0 && place.before !== '' && !context.explicit)) return null
  const typed = place.before.slice(place.before.length - replaces)
  return { from: context.pos - escaped(typed).length, options: fitting.map(asCompletion), validFor: /^[\w.*-]*$/ }
}

function asCompletion({ label, text = label, detail, about, example }: Word): Completion {
  const info = about ?? example
  return {
    label,
    apply: escaped(text),
    ...(detail === undefined ? {} : { detail }),
    ...(info === undefined ? {} : { info: () => infoBox(about, example) }),
  }
}

function infoBox(about: string | undefined, example: string | undefined): HTMLElement {
  const box = document.createElement('div')
  const add = (tag: 'p' | 'code', text: string) => box.appendChild(document.createElement(tag)).append(text)
  if (about !== undefined) add('p', about)
  if (example !== undefined) add('code', example)
  return box
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

/** Where the cursor stands, if inside of quotes. */
function writtenAt(state: EditorState, pos: number): WrittenAt | null {
  const node = syntaxTree(state).resolveInner(pos, -1)
  if ((node.name !== 'String' && node.name !== 'PropertyName') || pos <= node.from) return null
  const path: string[] = []
  for (let [child, parent] = [node, node.parent]; parent !== null; [child, parent] = [parent, parent.parent]) {
    if (parent.name === 'Array') path.unshift('*')
    if (parent.name !== 'Property' || child.name === 'PropertyName') continue
    const name = parent.getChild('PropertyName')
    if (name !== null) path.unshift(unescaped(state.sliceDoc(name.from + 1, name.to - 1)))
  }
  const before = unescaped(state.sliceDoc(node.from + 1, pos))
  return { path, kind: node.name === 'PropertyName' ? 'name' : 'text', before }
}

function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string
  } catch {
    return text
  }
}
