/** The buttons of code and output. */
import { around, within } from './dom.js'
import { toast } from './toast.js'

/**
 * Copies the code of the button's figure to the clipboard.
 *
 * @param {HTMLButtonElement} button
 */
export async function copy(button) {
  const text = within(around(button, 'figure', HTMLElement), 'code', HTMLElement).textContent
  try {
    await navigator.clipboard.writeText(text ?? '')
    button.textContent = 'Copied'
    setTimeout(() => {
      button.textContent = 'Copy'
    }, 1500)
  } catch {
    toast('Your browser blocked copying. Select the text and copy it yourself.')
  }
}

/**
 * Shows the figure's remaining lines and removes the button.
 *
 * @param {HTMLButtonElement} button
 */
export function unfold(button) {
  around(button, 'figure', HTMLElement).classList.remove('folded')
  button.setAttribute('aria-expanded', 'true')
  button.remove()
}
