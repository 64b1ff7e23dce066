/** While a command's name is being typed, the commands that fit; arrows choose, Tab or a click completes. */
import { me } from './person.js'

const box = document.getElementById('text')
const list = document.getElementById('commands')
let chosen = 0

box.addEventListener('input', () => {
  chosen = 0
  show()
})
box.addEventListener('blur', () => {
  list.hidden = true
})
box.addEventListener('keydown', (event) => {
  if (list.hidden) return
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step) chosen = (chosen + step + list.children.length) % list.children.length
  if (step) show()
  else if (event.key === 'Tab') complete(fitting()[chosen].name)
  else if (event.key === 'Escape') list.hidden = true
  else return
  event.preventDefault()
})

function fitting() {
  const [, typed] = /^\/(\w*)$/.exec(box.value) ?? []
  return typed === undefined ? [] : me.commands.filter(({ name }) => name.startsWith(typed))
}

function show() {
  const commands = fitting()
  list.hidden = commands.length === 0
  list.replaceChildren(...commands.map(option))
  box.setAttribute('aria-activedescendant', list.hidden ? '' : `command-${chosen}`)
}

function option({ name, summary }, index) {
  const item = document.createElement('div')
  item.role = 'option'
  item.className = 'command'
  item.id = `command-${index}`
  item.ariaSelected = String(index === chosen)
  const code = document.createElement('strong')
  code.textContent = `/${name}`
  item.append(code, ` ${summary}`)
  // Before the box loses the focus.
  item.addEventListener('mousedown', (event) => {
    event.preventDefault()
    complete(name)
  })
  return item
}

function complete(name) {
  box.value = `/${name} `
  list.hidden = true
}
