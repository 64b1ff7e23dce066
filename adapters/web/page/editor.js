/** Editing a message where it stands. */
import { here, put } from './api.js'
import { attempt } from './toast.js'

export function edit(id, text) {
  const element = document.getElementById(`e-${id}`)
  if (element.querySelector('.editor')) return
  const editor = document
    .getElementById('editor-template')
    .content.firstElementChild.cloneNode(true)
  const box = editor.querySelector('textarea')
  box.value = text
  box.rows = Math.min(24, box.value.split('\n').length + 1)
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closeEditor(editor)
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) editor.requestSubmit()
  })
  element.querySelector('.body').after(editor)
  element.querySelector('article').classList.add('editing')
  box.focus()
}

export async function save(id, editor) {
  const { value } = editor.querySelector('textarea')
  const button = editor.querySelector('[type=submit]')
  if (button.disabled) return
  button.disabled = true
  if (await attempt(() => put(here(`posts/${id}`), { text: value }))) closeEditor(editor)
  button.disabled = false
}

export function closeEditor(editor) {
  const article = editor.closest('article')
  article.classList.remove('editing')
  editor.remove()
  article.querySelector('[data-do=edit]').focus()
}
