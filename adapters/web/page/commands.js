/** Completions while a command is typed: its name, then its options. Arrow keys choose, Tab or a click completes. */
/** @import { Offer } from '../wire.ts' */
import { get, here } from './api.js'
import { byId } from './dom.js'
import { me } from './person.js'

const box = byId('text', HTMLTextAreaElement)
const list = byId('commands', HTMLElement)
/**
 * The current offers.
 *
 * @type {readonly Offer[]}
 */
let offers = []
let chosen = 0
/**
 * The text that offers were requested for, since they arrive later.
 *
 * @type {string | null}
 */
let wanted = null

const STEPS = new Map([
  ['ArrowDown', 1],
  ['ArrowUp', -1],
])

box.addEventListener('input', offer)
box.addEventListener('blur', close)
box.addEventListener('keydown', (event) => {
  if (list.hidden) {
    if (event.key === 'Escape') close()
    return
  }
  const step = STEPS.get(event.key)
  if (step) chosen = (chosen + step + offers.length) % offers.length
  if (step) show()
  else if (event.key === 'Tab') complete(offers[chosen])
  else if (event.key === 'Escape') close()
  else return
  event.preventDefault()
})

async function offer() {
  const typed = box.value
  wanted = typed
  const found = await fitting(typed)
  if (wanted !== typed) return
  offers = found
  chosen = 0
  show()
}

/**
 * Returns what fits the typed text. Values of options come from the server, since only it knows some of them.
 *
 * @param {string} typed
 * @returns {Promise<readonly Offer[]>}
 */
async function fitting(typed) {
  const [, name] = /^\/(\w*)$/.exec(typed) ?? []
  if (name !== undefined) {
    const commands = me.commands.filter((command) => command.name.startsWith(name))
    return commands.map((each) => ({
      label: `/${each.name}`,
      about: each.summary,
      text: `/${each.name} `,
    }))
  }
  if (!/^\/\w+\s[^\n]*$/.test(typed)) return []
  return get(here(`suggestions?text=${encodeURIComponent(typed)}`)).catch(() => [])
}

function close() {
  wanted = null
  offers = []
  show()
}

function show() {
  list.hidden = offers.length === 0
  list.replaceChildren(...offers.map(option))
  list.children[chosen]?.scrollIntoView({ block: 'nearest' })
  box.setAttribute('aria-activedescendant', list.hidden ? '' : `command-${chosen}`)
}

/**
 * @param {Offer} offer
 * @param {number} index
 */
function option({ label, about = '' }, index) {
  const item = document.createElement('div')
  item.role = 'option'
  item.className = 'command'
  item.id = `command-${index}`
  item.ariaSelected = String(index === chosen)
  const name = document.createElement('strong')
  name.textContent = label
  item.append(name, ` ${about}`)
  // Before the box loses focus.
  item.addEventListener('mousedown', (event) => {
    event.preventDefault()
    complete(offers[index])
  })
  return item
}

/**
 * Puts an offer into the box; after a command's name, offers its options immediately.
 *
 * @param {Offer | undefined} offered
 */
function complete(offered) {
  if (!offered) return
  const { text } = offered
  const isName = text.endsWith(' ')
  box.value = text
  close()
  if (isName) offer()
}
