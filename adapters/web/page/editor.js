/** Edits a message in place. */
import { here, put } from './api.js'
import { around, byId, fromTemplate, within } from './dom.js'
import { attempt } from './toast.js'

/**
 * Opens the editor on a message.
 *
 * @param {string} id
 * @param {string} text
 */
export function edit(id, text) {
  const element = byId(`e-${id}`, HTMLElement)
  if (element.querySelector('.editor')) return
  const editor = fromTemplate('editor-template', HTMLFormElement)
  const box = within(editor, 'textarea', HTMLTextAreaElement)
  box.value = text
  box.rows = Math.min(24, box.value.split('\n').length + 1)
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closeEditor(editor)
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) editor.requestSubmit()
  })
  within(element, '.body', HTMLElement).after(editor)
  within(element, 'article', HTMLElement).classList.add('editing')
  box.focus()
}

/**
 * Saves the edited text, and closes the editor if the server accepted it.
 *
 * @param {string} id
 * @param {HTMLFormElement} editor
 */
export async function save(id, editor) {
  const { value } = within(editor, 'textarea', HTMLTextAreaElement)
  const button = within(editor, '[type=submit]', HTMLButtonElement)
  if (button.disabled) return
  button.disabled = true
  if (await attempt(() => put(here(`posts/${id}`), { text: value }))) closeEditor(editor)
  button.disabled = false
}

/**
 * Closes an editor and returns the focus to the Edit button.
 *
 * @param {HTMLElement} editor
 */
export function closeEditor(editor) {
  const article = around(editor, 'article', HTMLElement)
  article.classList.remove('editing')
  editor.remove()
  within(article, '[data-do=edit]', HTMLElement).focus()
}
