/** The admin's desk: a button in a panel updates that panel and those that follow changes. */
/** @import { Act, Shown } from '../wire.ts' */
import { get, post } from './api.js'
import { buttonOf, byId, within } from './dom.js'
import { copy, unfold } from './figures.js'
import { attempt } from './toast.js'

const said = byId('said', HTMLElement)
const picker = byId('picker', HTMLFormElement)

picker.addEventListener('change', () => picker.submit())

for (const panel of panels('[data-panel]')) {
  panel.addEventListener('click', (event) => onClick(panel, event))
  panel.addEventListener('submit', (event) => {
    event.preventDefault()
    const form = event.target
    if (!(form instanceof HTMLFormElement)) return
    act(panel, Number(form.dataset.act), { fields: Object.fromEntries(new FormData(form)) })
  })
}

/** @param {string} selector */
function panels(selector) {
  return /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector))
}

/**
 * @param {HTMLElement} panel
 * @param {Event} event
 */
function onClick(panel, event) {
  const button = buttonOf(event)
  if (!button) return
  const { dataset } = button
  if ('copy' in dataset) copy(button)
  else if ('unfold' in dataset) unfold(button)
  else if ('again' in dataset) show(panel, () => get(address(panel)))
  else if ('choice' in dataset) act(panel, Number(dataset.act), { choice: Number(dataset.choice) })
}

/**
 * @param {HTMLElement} panel
 * @param {number} block
 * @param {Act} what
 */
async function act(panel, block, what) {
  const worked = await show(panel, () => post(`${address(panel)}/act`, { block, ...what }))
  if (!worked) return
  for (const other of panels('[data-follows]')) {
    if (other !== panel) show(other, () => get(address(other)), false)
  }
}

/**
 * Shows a panel's new content; `isSaid`: screen readers announce it.
 *
 * @param {HTMLElement} panel
 * @param {() => Promise<Shown>} ask
 */
async function show(panel, ask, isSaid = true) {
  panel.toggleAttribute('inert', true)
  const worked = await attempt(async () => {
    const { html, notice } = await ask()
    within(panel, '.body', HTMLElement).innerHTML = html
    if (isSaid) said.textContent = notice
  })
  panel.toggleAttribute('inert', false)
  return worked
}

/** @param {HTMLElement} panel */
function address(panel) {
  return `/api/admin/panels/${panel.dataset.panel}`
}
