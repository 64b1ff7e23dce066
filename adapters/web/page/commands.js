/** What fits while a command is being typed: its name, then its options. Arrows choose, Tab or a click completes. */
import { get, here } from './api.js'
import { me } from './person.js'

const box = document.getElementById('text')
const list = document.getElementById('commands')
/** What is offered now: `text` takes the place of all that is in the box. */
let offers = []
let chosen = 0
/** The text that offers are wanted for: they come late. */
let wanted = null

box.addEventListener('input', offer)
box.addEventListener('blur', close)
box.addEventListener('keydown', (event) => {
  if (list.hidden) {
    if (event.key === 'Escape') close()
    return
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
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

/** The options' values are asked of the server: some of them only it knows. */
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

/** After a command's name its options are offered at once. */
function complete({ text }) {
  const isName = text.endsWith(' ')
  box.value = text
  close()
  if (isName) offer()
}
