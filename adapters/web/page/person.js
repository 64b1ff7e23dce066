/** Who sits at this browser: asked once, kept by a cookie that scripts cannot read. */
import { get, post } from './api.js'
import { paintAvatar } from './avatar.js'

export const me = await get('/api/me').catch((error) => {
  document.getElementById('connection').textContent = error.message
  throw error
})

const dialog = document.getElementById('naming')
const field = document.getElementById('name')
const wrong = document.getElementById('name-wrong')

/** True once there is a name; asks for one when there is none. */
export async function ensureName() {
  return me.name !== null || askName()
}

/** True when a name was given, false when the person closed the dialog. */
export function askName() {
  field.value = me.name ?? ''
  wrong.textContent = ''
  dialog.showModal()
  return new Promise((answered) => {
    dialog.addEventListener('close', () => answered(me.name !== null), { once: true })
  })
}

dialog.querySelector('form').addEventListener('submit', async (event) => {
  event.preventDefault()
  try {
    me.name = (await post('/api/name', { name: field.value })).name
    showName()
    dialog.close()
  } catch (error) {
    wrong.textContent = error.message
    field.select()
  }
})

document.getElementById('rename').addEventListener('click', askName)

export function showName() {
  document.getElementById('my-name').textContent = me.name ?? 'No name yet'
  paintAvatar(document.querySelector('#rename .avatar'), { id: me.id, name: me.name ?? '?' })
}
