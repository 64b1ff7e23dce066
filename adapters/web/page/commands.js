/** What fits while a command is being typed: its name, then its options. Arrows choose, Tab or a click completes. */
/** @import { Offer } from '../wire.ts' */
import { get, here } from './api.js'
import { byId } from './dom.js'
import { me } from './person.js'

const box = byId('text', HTMLTextAreaElement)
const list = byId('commands', HTMLElement)
/**
 * What is offered now.
 *
 * @type {readonly Offer[]}
 */
let offers = []
let chosen = 0
/**
 * The text that offers are wanted for: they come late.
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
 * The options' values are asked of the server: some of them only it knows.
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
  // Before the box loses the focus.
  item.addEventListener('mousedown', (event) => {
    event.preventDefault()
    complete(offers[index])
  })
  return item
}

/**
 * After a command's name its options are offered immediately.
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
