/** The messages of the channel, in the state that the server reports. */
/** @import { Act, AnswerView, Author, PostView, Told, View } from '../wire.ts' */
import { here, post, remove } from './api.js'
import { paintAvatar } from './avatar.js'
import { around, buttonOf, byId, fromTemplate, within } from './dom.js'
import { closeEditor, edit, save } from './editor.js'
import { copy, unfold } from './figures.js'
import { ensureName, me } from './person.js'
import { attempt } from './toast.js'

const log = byId('log', HTMLElement)
const scroll = byId('scroll', HTMLElement)
const empty = byId('empty', HTMLElement)
const said = byId('said', HTMLElement)
const connection = byId('connection', HTMLElement)
/**
 * The latest state of each entry by its id.
 *
 * @type {Map<string, View>}
 */
const views = new Map()
/**
 * The blocks of a body as they were received.
 *
 * @type {WeakMap<Element, readonly string[]>}
 */
const painted = new WeakMap()
/**
 * The server process that the messages come from: they are lost when it ends.
 *
 * @type {string | undefined | null}
 */
let process = null

const STARTED_AGAIN = 'Overlap restarted. Earlier messages are gone.'

/**
 * Shows the channel's messages and keeps them up to date.
 *
 * @param {Readonly<{ onEditLast(edit: () => void): void; rescue(text: string): void }>} composer
 */
export function startLog({ onEditLast, rescue }) {
  onEditLast(() => {
    const posts = [...views.values()].filter((view) => view.kind === 'post')
    const mine = posts.filter(({ author }) => isMine(author))
    const last = mine.sort((a, b) => a.order - b.order).at(-1)
    if (last) edit(last.id, last.text)
  })
  log.addEventListener('click', onClick)
  log.addEventListener('submit', onSubmit)
  listen(rescue)
}

/**
 * Listens for changes. The browser reconnects by itself and says what it has seen; only after a refusal must it be
 * restarted.
 *
 * @param {(text: string) => void} rescue
 */
function listen(rescue) {
  const source = new EventSource(here('events'))
  source.onopen = () => {
    connection.textContent = ''
  }
  source.onmessage = ({ data, lastEventId }) => {
    const [epoch] = lastEventId.split(':')
    const isAnother = process !== null && process !== epoch && views.size > 0
    process = epoch
    if (isAnother) rescue(typed())
    apply(JSON.parse(data))
    connection.textContent = isAnother ? STARTED_AGAIN : ''
  }
  source.onerror = () => {
    connection.textContent = 'Reconnecting…'
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000, rescue)
  }
}

/** What is being written in the log, which would disappear with the messages. */
function typed() {
  const boxes = [...log.querySelectorAll('textarea')].filter((box) =>
    box.matches('.editor textarea, .ask textarea'),
  )
  return boxes
    .map(({ value, defaultValue }) => (value === defaultValue ? '' : value))
    .filter((value) => value !== '')
    .join('\n\n')
}

/** @param {Told} told */
function apply({ reset, entries, removed }) {
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120
  const kept = new Set(entries.map(({ id }) => id))
  const gone = reset ? [...views.keys()].filter((id) => !kept.has(id)) : removed
  for (const id of gone) forget(id)
  const ended = reset ? [] : entries.filter(isEnd)
  // Someone who edits an old message isn't scrolled away from it.
  const sentByMe = entries.some(
    (view) => view.kind === 'post' && isMine(view.author) && !views.has(view.id),
  )
  for (const view of entries.toSorted((a, b) => a.order - b.order)) show(view)
  const last = ended.at(-1)
  if (last) said.textContent = last.notice
  empty.hidden = views.size > 0
  if (atEnd || sentByMe) scroll.scrollTop = scroll.scrollHeight
  if (last && atEnd && ended.length === 1 && entries.length === 1) showStart(last.id)
}

/**
 * Whether an answer was completed by this state. A quick answer is complete in its first state, and an answer whose
 * button was pressed is replaced by another complete one. Unprompted messages change with every answer of others, so
 * they are neither announced nor scrolled to.
 *
 * @param {View} view
 * @returns {view is AnswerView}
 */
function isEnd(view) {
  if (view.kind !== 'answer' || !view.done) return false
  const { id, asker, notice } = view
  const before = views.get(id)
  if (before?.kind !== 'answer' || !before.done) return true
  return asker !== null && isMine(asker) && before.notice !== notice
}

/**
 * Scrolls to the start of a long answer.
 *
 * @param {string} id
 */
function showStart(id) {
  const above =
    scroll.getBoundingClientRect().top - byId(`e-${id}`, HTMLElement).getBoundingClientRect().top
  if (above > 0) scroll.scrollTop -= above + 8
}

/** @param {string} id */
function forget(id) {
  views.delete(id)
  document.getElementById(`e-${id}`)?.remove()
}

/** @param {View} view */
function show(view) {
  const before = views.get(view.id)
  views.set(view.id, view)
  const element = document.getElementById(`e-${view.id}`) ?? insert(view)
  if (!element) return
  const body = within(element, '.body', HTMLElement)
  if (before?.html !== view.html) paint(body, view)
  if (view.kind === 'post') showPost(element, view)
  else showAnswer(element, view)
}

/**
 * Shows the body of an entry. An unprompted message changes while people answer it, so its unchanged blocks are left
 * alone: someone may be typing in one or about to press it.
 *
 * @param {HTMLElement} body
 * @param {View} view
 */
function paint(body, view) {
  const { html } = view
  const fresh = document.createElement('template')
  fresh.innerHTML = html
  const blocks = [...fresh.content.children]
  const sources = blocks.map(({ outerHTML }) => outerHTML)
  const before = painted.get(body)
  painted.set(body, sources)
  const isSaid = view.kind === 'answer' && view.post === null
  if (before === undefined || !isSaid) return body.replaceChildren(...blocks)
  for (const old of [...body.children].slice(blocks.length)) old.remove()
  for (const [index, block] of blocks.entries()) {
    if (before[index] === undefined) body.append(block)
    else if (before[index] !== sources[index]) body.children[index]?.replaceWith(block)
  }
}

/**
 * @param {Element} element
 * @param {PostView} view
 */
function showPost(element, { author, at, edited }) {
  within(element, '.edited', HTMLElement).hidden = !edited
  within(element, '.who', HTMLElement).textContent = author.name
  showTime(element, at)
  paintAvatar(within(element, '.avatar', HTMLElement), author)
  within(element, '.acts', HTMLElement).hidden = !isMine(author)
}

/**
 * @param {Element} element
 * @param {number} at
 */
function showTime(element, at) {
  const time = within(element, 'time', HTMLTimeElement)
  time.dateTime = new Date(at).toISOString()
  time.textContent = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}

/**
 * @param {Author | null} asker
 * @param {boolean} onlyYou
 */
function addressee(asker, onlyYou) {
  if (onlyYou) return 'only you see this'
  return asker === null ? '' : `to ${asker.name}`
}

/**
 * @param {Element} element
 * @param {AnswerView} view
 */
function showAnswer(element, { post, asker, at, onlyYou, done }) {
  const mine = asker !== null && isMine(asker)
  element.classList.toggle('working', !done)
  element.classList.toggle('others', asker !== null && !mine)
  within(element, 'article', HTMLElement).setAttribute('aria-busy', String(!done))
  within(element, '.to', HTMLElement).textContent = addressee(asker, onlyYou)
  if (post === null) showTime(element, at)
  else showActs(element, mine, done)
}

/**
 * @param {Element} element
 * @param {boolean} mine
 * @param {boolean} done
 */
function showActs(element, mine, done) {
  within(element, '.acts', HTMLElement).hidden = !mine
  within(element, '[data-do=stop]', HTMLElement).hidden = done
  within(element, '[data-do=remove]', HTMLElement).hidden = !done
}

/** @param {View} view */
function insert(view) {
  // An unprompted message is a top-level entry and may have answers below, like a post.
  const said = view.kind === 'answer' && view.post === null
  const element = fromTemplate(said ? 'said-template' : `${view.kind}-template`, HTMLElement)
  element.id = `e-${view.id}`
  element.dataset.order = String(view.order)
  const list =
    view.kind === 'post' || said
      ? log
      : document.querySelector(`#e-${CSS.escape(view.post ?? '')} > .answers`)
  const next = [...(list?.children ?? [])].find(
    (each) => each instanceof HTMLElement && Number(each.dataset.order) > view.order,
  )
  list?.insertBefore(element, next ?? null)
  return list && element
}

/** @param {Pick<Author, 'id'>} person */
function isMine({ id }) {
  return id === me.id
}

/** @param {Event} event */
function onClick(event) {
  const button = buttonOf(event)
  const id = button?.closest('.entry')?.id.slice(2)
  if (!button || !id) return
  const { dataset } = button
  const named = ACTS.get(dataset.do ?? '')
  if (named) named(id, button)
  else if ('copy' in dataset) copy(button)
  else if ('unfold' in dataset) unfold(button)
  else if ('choice' in dataset)
    act(id, Number(dataset.act), { choice: Number(dataset.choice) }, button)
}

/** @type {ReadonlyMap<string, (id: string, button: HTMLButtonElement) => unknown>} */
const ACTS = new Map([
  ['edit', (id) => edit(id, textOf(id))],
  ['delete', (id, button) => once(button, () => remove(here(`posts/${id}`)))],
  ['remove', (id, button) => once(button, () => remove(here(`answers/${id}`)))],
  ['stop', (id) => attempt(() => post(here(`answers/${id}/stop`)))],
  ['cancel', (_, button) => closeEditor(around(button, '.editor', HTMLElement))],
])

/** @param {string} id */
function textOf(id) {
  const view = views.get(id)
  return view?.kind === 'post' ? view.text : ''
}

/**
 * Ignores a second press while the first is in progress.
 *
 * @param {HTMLButtonElement} button
 * @param {() => Promise<unknown>} action
 */
async function once(button, action) {
  button.disabled = true
  button.disabled = await attempt(action)
}

/** @param {Event} event */
function onSubmit(event) {
  const form = event.target
  if (!(form instanceof HTMLFormElement)) return
  event.preventDefault()
  const id = around(form, '.entry', HTMLElement).id.slice(2)
  if (form.matches('.editor')) save(id, form)
  else act(id, Number(form.dataset.act), { fields: Object.fromEntries(new FormData(form)) }, form)
}

/**
 * @param {string} id
 * @param {number} block
 * @param {Act} what
 * @param {HTMLElement} element
 */
async function act(id, block, what, element) {
  if (!(await ensureName())) return
  const release = hold(element)
  const isDone = await attempt(() => post(here(`answers/${id}/act`), { block, ...what }))
  // An unprompted message is used by many people, and by each as often as they like.
  const view = views.get(id)
  if (!isDone || (view?.kind === 'answer' && view.post === null)) release()
}

/**
 * Disables an element and returns a function that enables it again. Keyboard users keep their place in the answer
 * instead of starting at the top of the page.
 *
 * @param {HTMLElement} element
 */
function hold(element) {
  const body = around(element, '.body', HTMLElement)
  const { activeElement } = document
  const isIn = activeElement instanceof HTMLElement && element.contains(activeElement)
  const focused = isIn ? activeElement : null
  body.tabIndex = -1
  if (focused) body.focus({ preventScroll: true })
  element.toggleAttribute('inert', true)
  return () => {
    element.toggleAttribute('inert', false)
    if (focused && document.activeElement === body) focused.focus({ preventScroll: true })
  }
}
