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

export function startLog({ onEditLast }) {
  onEditLast(() => {
    const mine = [...views.values()].filter((view) => view.kind === 'post' && isMine(view.author))
    const last = mine.sort((a, b) => a.order - b.order).at(-1)
    if (last) edit(last.id, last.text)
  })
  log.addEventListener('click', onClick)
  log.addEventListener('submit', onSubmit)
  listen()
}

/** The browser reconnects by itself and says what it has seen; only a refusal needs a new start. */
function listen() {
  const source = new EventSource(here('events'))
  source.onopen = () => {
    connection.textContent = ''
  }
  source.onmessage = ({ data }) => apply(JSON.parse(data))
  source.onerror = () => {
    connection.textContent = 'Connecting again…'
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000)
  }
}

function apply({ reset, entries, removed }) {
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120
  const kept = new Set(entries.map(({ id }) => id))
  const gone = reset ? [...views.keys()].filter((id) => !kept.has(id)) : removed
  for (const id of gone) forget(id)
  for (const view of entries.sort((a, b) => a.order - b.order)) show(view)
  empty.hidden = views.size > 0
  const sentByMe = entries.some((view) => view.kind === 'post' && isMine(view.author))
  if (atEnd || sentByMe) scroll.scrollTop = scroll.scrollHeight
  if (atEnd && entries.length === 1 && entries[0].done) showStart(entries[0].id)
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
  if (before?.html !== view.html) body.innerHTML = view.html
  if (view.kind === 'post') showPost(element, view)
  else showAnswer(element, view, before)
}

function showPost(element, { author, at, edited }) {
  element.querySelector('.edited').hidden = !edited
  element.querySelector('.who').textContent = author.name
  const time = element.querySelector('time')
  time.dateTime = new Date(at).toISOString()
  time.textContent = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
  paintAvatar(element.querySelector('.avatar'), author)
  element.querySelector('.acts').hidden = !isMine(author)
}

function showAnswer(element, { asker, onlyYou, done, notice }, before) {
  const mine = isMine(asker)
  element.classList.toggle('working', !done)
  element.classList.toggle('others', !mine)
  element.querySelector('article').setAttribute('aria-busy', String(!done))
  element.querySelector('.to').textContent = onlyYou ? 'only you see this' : `to ${asker.name}`
  element.querySelector('.acts').hidden = !mine
  element.querySelector('[data-do=stop]').hidden = done
  element.querySelector('[data-do=remove]').hidden = !done
  if (done && before?.done !== true && before !== undefined) said.textContent = notice
}

function insert(view) {
  const template = document.getElementById(`${view.kind}-template`)
  const element = template.content.firstElementChild.cloneNode(true)
  element.id = `e-${view.id}`
  element.dataset.order = view.order
  const list =
    view.kind === 'post' ? log : document.querySelector(`#e-${CSS.escape(view.post)} > .answers`)
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
  delete: (id) => attempt(() => remove(here(`posts/${id}`))),
  remove: (id) => attempt(() => remove(here(`answers/${id}`))),
  stop: (id) => attempt(() => post(here(`answers/${id}/stop`))),
  cancel: (_, button) => closeEditor(button.closest('.editor')),
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
  element.toggleAttribute('inert', true)
  if (!(await attempt(() => post(here(`answers/${id}/act`), { block, ...what })))) {
    element.toggleAttribute('inert', false)
  }
}
