/** The box for writing messages: Markdown, files, and keyboard shortcuts for sending. */
import { here, post } from './api.js'
import { byId } from './dom.js'
import { ensureName } from './person.js'
import { attempt } from './toast.js'

const form = byId('composer', HTMLElement)
const box = byId('text', HTMLTextAreaElement)
const picker = byId('files', HTMLInputElement)
const chips = byId('chips', HTMLElement)
/** A draft is kept with its channel, in this tab. */
const DRAFT = `draft ${location.pathname}`
/** @type {readonly File[]} */
let files = []

/** Sets up the box and returns the functions that other parts of the page use. */
export function startComposer() {
  let editLast = () => {}
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    sendBox(false)
  })
  byId('run', HTMLElement).addEventListener('click', () => sendBox(true))
  byId('fence', HTMLElement).addEventListener('click', insertFence)
  box.addEventListener('input', grow)
  box.addEventListener('keydown', (event) => {
    if (event.defaultPrevented) return
    if (event.key === 'ArrowUp' && box.value === '') editLast()
    if (event.key !== 'Enter' || event.isComposing || event.shiftKey) return
    const sends = event.ctrlKey || event.metaKey || !isInFence()
    if (!sends) return
    event.preventDefault()
    sendBox(false)
  })
  picker.addEventListener('change', () => {
    addFiles(picker.files ?? [])
    picker.value = ''
  })
  box.addEventListener('paste', (event) => addFiles(event.clipboardData?.files ?? []))
  takeDrops()
  fill(sessionStorage.getItem(DRAFT) ?? '', [])
  addEventListener('pagehide', () => sessionStorage.setItem(DRAFT, box.value))
  return {
    focus: () => box.focus(),
    /** @param {string} text */
    send: (text) => send(text, false, []),
    /**
     * Appends `text` to what is in the box.
     *
     * @param {string} text
     */
    add: (text) => fill(joined(box.value, text), files),
    /** @param {() => void} listener */
    onEditLast: (listener) => {
      editLast = listener
    },
  }
}

/**
 * Sends the box's content. The box is emptied immediately, so that a second press sends nothing; if sending fails,
 * the content is put back.
 *
 * @param {boolean} run
 */
async function sendBox(run) {
  const text = box.value
  const attached = files
  if (text.trim() === '' && attached.length === 0) return box.focus()
  if (!(await ensureName())) return box.focus()
  fill('', [])
  const sent = send(text, run, attached)
  box.focus()
  if (!(await sent)) fill(joined(text, box.value), [...attached, ...files])
}

/**
 * Fills the box as if the text had been typed, so that its height and the offers fit.
 *
 * @param {string} text
 * @param {readonly File[]} attached
 */
function fill(text, attached) {
  box.value = text
  files = attached
  showChips()
  box.dispatchEvent(new Event('input'))
}

/** @param {...string} texts */
function joined(...texts) {
  return texts.filter((text) => text.trim() !== '').join('\n\n')
}

/**
 * Sends a message; true if the server accepted it.
 *
 * @param {string} text
 * @param {boolean} run
 * @param {readonly File[]} attached
 */
async function send(text, run, attached) {
  if (!(await ensureName())) return false
  const body = new FormData()
  body.set('text', text)
  if (run) body.set('run', 'true')
  for (const file of attached) body.append('file', file)
  return attempt(() => post(here('posts'), body))
}

/** Whether the cursor is inside a fenced block that is still open. */
function isInFence() {
  const before = box.value.slice(0, box.selectionStart).split('\n')
  return before.filter((line) => /^\s*(```|~~~)/.test(line)).length % 2 === 1
}

function insertFence() {
  const { selectionStart: start, selectionEnd: end, value } = box
  const lead = start > 0 && value[start - 1] !== '\n' ? '\n' : ''
  const open = `${lead}\`\`\`python\n`
  box.setRangeText(`${open}${value.slice(start, end)}\n\`\`\`\n`, start, end, 'start')
  box.selectionStart = box.selectionEnd = end + open.length
  box.focus()
  grow()
}

/** Fits the box's height to its text, within the limits of the style sheet. */
function grow() {
  box.style.height = 'auto'
  box.style.height = `${box.scrollHeight + 2}px`
}

/** @param {Iterable<File>} list */
function addFiles(list) {
  files = [...files, ...list]
  showChips()
}

function showChips() {
  chips.replaceChildren(
    ...files.map((file) => {
      const item = document.createElement('li')
      const away = document.createElement('button')
      away.type = 'button'
      away.className = 'quiet'
      away.textContent = '×'
      away.setAttribute('aria-label', `Take ${file.name} out`)
      away.addEventListener('click', () => {
        files = files.filter((each) => each !== file)
        showChips()
        box.focus()
      })
      item.append(file.name, away)
      return item
    }),
  )
}

function takeDrops() {
  addEventListener('dragover', (event) => {
    event.preventDefault()
    document.body.classList.add('dropping')
  })
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) document.body.classList.remove('dropping')
  })
  addEventListener('drop', (event) => {
    event.preventDefault()
    document.body.classList.remove('dropping')
    addFiles(event.dataTransfer?.files ?? [])
    box.focus()
  })
}
