/** The messages of the channel, kept as the server says they are. */
import { here, post, remove } from './api.js'
import { paintAvatar } from './avatar.js'
import { closeEditor, edit, save } from './editor.js'
import { copy, unfold } from './figures.js'
import { ensureName, me } from './person.js'
import { attempt } from './toast.js'

const log = document.getElementById('log')
const scroll = document.getElementById('scroll')
const empty = document.getElementById('empty')
const said = document.getElementById('said')
const connection = document.getElementById('connection')
/** The newest state of each entry by its id. */
const views = new Map()
/** The blocks of a body as they came. */
const painted = new WeakMap()
/** Which process of the server the messages are of: they end with it. */
let process = null

const STARTED_AGAIN = 'Overlap was started again. What was posted before is gone.'

export function startLog({ onEditLast, rescue }) {
  onEditLast(() => {
    const mine = [...views.values()].filter((view) => view.kind === 'post' && isMine(view.author))
    const last = mine.sort((a, b) => a.order - b.order).at(-1)
    if (last) edit(last.id, last.text)
  })
  log.addEventListener('click', onClick)
  log.addEventListener('submit', onSubmit)
  listen(rescue)
}

/** The browser reconnects by itself and says what it has seen; only a refusal needs a new start. */
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
    connection.textContent = 'Connecting again…'
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000, rescue)
  }
}

/** What is being written in the log: it would go with the messages. */
function typed() {
  const boxes = [...log.querySelectorAll('.editor textarea, .ask textarea')]
  return boxes
    .map(({ value, defaultValue }) => (value === defaultValue ? '' : value))
    .filter((value) => value !== '')
    .join('\n\n')
}

function apply({ reset, entries, removed }) {
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120
  const kept = new Set(entries.map(({ id }) => id))
  const gone = reset ? [...views.keys()].filter((id) => !kept.has(id)) : removed
  for (const id of gone) forget(id)
  const ended = reset ? [] : entries.filter(isEnd)
  // Whoever edits an old one stays there.
  const sentByMe = entries.some(
    ({ kind, id, author }) => kind === 'post' && isMine(author) && !views.has(id),
  )
  for (const view of entries.sort((a, b) => a.order - b.order)) show(view)
  if (ended.length > 0) said.textContent = ended.at(-1).notice
  empty.hidden = views.size > 0
  if (atEnd || sentByMe) scroll.scrollTop = scroll.scrollHeight
  if (atEnd && ended.length === 1 && entries.length === 1) showStart(ended[0].id)
}

/**
 * A quick answer is complete in its first state, and one that was pressed in is replaced by another that is.
 * What nobody asked for changes with every answer of others: that is neither announced nor scrolled to.
 */
function isEnd({ id, kind, asker, done, notice }) {
  if (kind !== 'answer' || !done) return false
  const before = views.get(id)
  return before?.done !== true || (asker !== null && isMine(asker) && before.notice !== notice)
}

/** A long answer is read from its start. */
function showStart(id) {
  const above =
    scroll.getBoundingClientRect().top -
    document.getElementById(`e-${id}`).getBoundingClientRect().top
  if (above > 0) scroll.scrollTop -= above + 8
}

function forget(id) {
  views.delete(id)
  document.getElementById(`e-${id}`)?.remove()
}

function show(view) {
  const before = views.get(view.id)
  views.set(view.id, view)
  const element = document.getElementById(`e-${view.id}`) ?? insert(view)
  if (!element) return
  const body = element.querySelector('.body')
  if (before?.html !== view.html) paint(body, view)
  if (view.kind === 'post') showPost(element, view)
  else showAnswer(element, view)
}

/**
 * What nobody asked for changes while people answer it: its blocks that stay the same are left alone, since somebody
 * may be writing in one, or about to press it.
 */
function paint(body, { post, html }) {
  const fresh = document.createElement('template')
  fresh.innerHTML = html
  const blocks = [...fresh.content.children]
  const sources = blocks.map(({ outerHTML }) => outerHTML)
  const before = painted.get(body)
  painted.set(body, sources)
  if (before === undefined || post !== null) return body.replaceChildren(...blocks)
  for (const old of [...body.children].slice(blocks.length)) old.remove()
  for (const [index, block] of blocks.entries()) {
    if (before[index] === undefined) body.append(block)
    else if (before[index] !== sources[index]) body.children[index].replaceWith(block)
  }
}

function showPost(element, { author, at, edited }) {
  element.querySelector('.edited').hidden = !edited
  element.querySelector('.who').textContent = author.name
  showTime(element, at)
  paintAvatar(element.querySelector('.avatar'), author)
  element.querySelector('.acts').hidden = !isMine(author)
}

function showTime(element, at) {
  const time = element.querySelector('time')
  time.dateTime = new Date(at).toISOString()
  time.textContent = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}

function addressee(asker, onlyYou) {
  if (onlyYou) return 'only you see this'
  return asker === null ? '' : `to ${asker.name}`
}

function showAnswer(element, { post, asker, at, onlyYou, done }) {
  const mine = asker !== null && isMine(asker)
  element.classList.toggle('working', !done)
  element.classList.toggle('others', asker !== null && !mine)
  element.querySelector('article').setAttribute('aria-busy', String(!done))
  element.querySelector('.to').textContent = addressee(asker, onlyYou)
  if (post === null) showTime(element, at)
  else showActs(element, mine, done)
}

function showActs(element, mine, done) {
  element.querySelector('.acts').hidden = !mine
  element.querySelector('[data-do=stop]').hidden = done
  element.querySelector('[data-do=remove]').hidden = !done
}

function insert(view) {
  // What nobody's post caused stands by itself, and may have answers below like a post.
  const said = view.kind === 'answer' && view.post === null
  const template = document.getElementById(said ? 'said-template' : `${view.kind}-template`)
  const element = template.content.firstElementChild.cloneNode(true)
  element.id = `e-${view.id}`
  element.dataset.order = view.order
  const list =
    view.kind === 'post' || said
      ? log
      : document.querySelector(`#e-${CSS.escape(view.post)} > .answers`)
  const next = [...(list?.children ?? [])].find((each) => Number(each.dataset.order) > view.order)
  list?.insertBefore(element, next ?? null)
  return list && element
}

function isMine({ id }) {
  return id === me.id
}

function onClick(event) {
  const button = event.target.closest('button')
  const id = event.target.closest('.entry')?.id.slice(2)
  if (!button || !id) return
  const { dataset } = button
  if (dataset.do in ACTS) ACTS[dataset.do](id, button)
  else if ('copy' in dataset) copy(button)
  else if ('unfold' in dataset) unfold(button)
  else if ('choice' in dataset)
    act(id, Number(dataset.act), { choice: Number(dataset.choice) }, button)
}

const ACTS = {
  edit: (id) => edit(id, views.get(id).text),
  delete: (id, button) => once(button, () => remove(here(`posts/${id}`))),
  remove: (id, button) => once(button, () => remove(here(`answers/${id}`))),
  stop: (id) => attempt(() => post(here(`answers/${id}/stop`))),
  cancel: (_, button) => closeEditor(button.closest('.editor')),
}

/** A second press of what is on its way does nothing. */
async function once(button, action) {
  button.disabled = true
  button.disabled = await attempt(action)
}

function onSubmit(event) {
  const form = event.target
  event.preventDefault()
  const id = form.closest('.entry').id.slice(2)
  if (form.matches('.editor')) save(id, form)
  else act(id, Number(form.dataset.act), { fields: Object.fromEntries(new FormData(form)) }, form)
}

async function act(id, block, what, element) {
  if (!(await ensureName())) return
  const release = hold(element)
  const isDone = await attempt(() => post(here(`answers/${id}/act`), { block, ...what }))
  // What nobody asked for is pressed by many, and by one as often as they like.
  if (!isDone || views.get(id)?.post === null) release()
}

/** While it cannot be pressed, whoever goes on by keyboard goes on from its answer, not from the top of the page. */
function hold(element) {
  const body = element.closest('.body')
  const focused = element.contains(document.activeElement) ? document.activeElement : null
  body.tabIndex = -1
  if (focused) body.focus({ preventScroll: true })
  element.toggleAttribute('inert', true)
  return () => {
    element.toggleAttribute('inert', false)
    if (focused && document.activeElement === body) focused.focus({ preventScroll: true })
  }
}
