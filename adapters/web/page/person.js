/** The person at this browser: asked for a name once, identified by a cookie that scripts can't read. */
/** @import { Me } from '../wire.ts' */
import { get, post } from './api.js'
import { paintAvatar } from './avatar.js'
import { byId, within } from './dom.js'

/** @type {Omit<Me, 'name'> & { name: string | null }} */
export const me = await get('/api/me').catch((error) => {
  byId('connection', HTMLElement).textContent = error.message
  throw error
})

const dialog = byId('naming', HTMLDialogElement)
const field = byId('name', HTMLInputElement)
const wrong = byId('name-wrong', HTMLElement)

/** Returns true if there is a name, asking for one if necessary. */
export async function ensureName() {
  return me.name !== null || askName()
}

/**
 * Asks for a name; true if there is one when the dialog closes.
 *
 * @returns {Promise<boolean>}
 */
export function askName() {
  field.value = me.name ?? ''
  wrong.textContent = ''
  dialog.showModal()
  return new Promise((answered) => {
    dialog.addEventListener('close', () => answered(me.name !== null), { once: true })
  })
}

within(dialog, 'form', HTMLFormElement).addEventListener('submit', async (event) => {
  event.preventDefault()
  try {
    me.name = (await post('/api/name', { name: field.value })).name
    showName()
    dialog.close()
  } catch (error) {
    wrong.textContent = error instanceof Error ? error.message : String(error)
    field.select()
  }
})

byId('rename', HTMLElement).addEventListener('click', askName)

/** Shows the person's name and avatar. */
export function showName() {
  byId('my-name', HTMLElement).textContent = me.name ?? 'No name yet'
  paintAvatar(within(document, '#rename .avatar', HTMLElement), { id: me.id, name: me.name ?? '?' })
}
