/** Buttons of code and output. */
import { toast } from './toast.js'

export async function copy(button) {
  const text = button.closest('figure').querySelector('code').textContent
  try {
    await navigator.clipboard.writeText(text)
    button.textContent = 'Copied'
    setTimeout(() => {
      button.textContent = 'Copy'
    }, 1500)
  } catch {
    toast('The browser did not let me copy. Select the text and copy it.')
  }
}

export function unfold(button) {
  button.closest('figure').classList.remove('folded')
  button.setAttribute('aria-expanded', 'true')
  button.remove()
}
