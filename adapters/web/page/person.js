/** Who sits at this browser: asked once, kept by a cookie that scripts cannot read. */
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

/** True once there is a name; asks for one when there is none. */
export async function ensureName() {
  return me.name !== null || askName()
}

/**
 * True when a name was given, false when the person closed the dialog.
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

export function showName() {
  byId('my-name', HTMLElement).textContent = me.name ?? 'No name yet'
  paintAvatar(within(document, '#rename .avatar', HTMLElement), { id: me.id, name: me.name ?? '?' })
}
