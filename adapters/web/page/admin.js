/** The admin's desk: what is pressed in a panel changes that panel, and those that follow. */
import { get, post } from './api.js'
import { copy, unfold } from './figures.js'
import { attempt } from './toast.js'

const said = document.getElementById('said')
const picker = document.getElementById('picker')

picker.addEventListener('change', () => picker.submit())

for (const panel of document.querySelectorAll('[data-panel]')) {
  panel.addEventListener('click', (event) => onClick(panel, event))
  panel.addEventListener('submit', (event) => {
    event.preventDefault()
    const form = event.target
    act(panel, Number(form.dataset.act), { fields: Object.fromEntries(new FormData(form)) })
  })
}

function onClick(panel, event) {
  const button = event.target.closest('button')
  if (!button) return
  const { dataset } = button
  if ('copy' in dataset) copy(button)
  else if ('unfold' in dataset) unfold(button)
  else if ('again' in dataset) show(panel, () => get(address(panel)))
  else if ('choice' in dataset) act(panel, Number(dataset.act), { choice: Number(dataset.choice) })
}

async function act(panel, block, what) {
  const worked = await show(panel, () => post(`${address(panel)}/act`, { block, ...what }))
  if (!worked) return
  for (const other of document.querySelectorAll('[data-follows]')) {
    if (other !== panel) show(other, () => get(address(other)), false)
  }
}

/** `isSaid`: screen readers hear what it says now. */
async function show(panel, ask, isSaid = true) {
  panel.toggleAttribute('inert', true)
  const worked = await attempt(async () => {
    const { html, notice } = await ask()
    panel.querySelector('.body').innerHTML = html
    if (isSaid) said.textContent = notice
  })
  panel.toggleAttribute('inert', false)
  return worked
}

function address(panel) {
  return `/api/admin/panels/${panel.dataset.panel}`
}
