/** A temporary message that says what failed and why. */
import { byId } from './dom.js'

const place = byId('toast', HTMLElement)
let timer = 0

/**
 * Shows a message for eight seconds.
 *
 * @param {string} text
 */
export function toast(text) {
  place.textContent = text
  clearTimeout(timer)
  timer = setTimeout(() => {
    place.textContent = ''
  }, 8000)
}

/**
 * Runs `action` and shows a message if it fails; true if it succeeded.
 *
 * @param {() => Promise<unknown>} action
 */
export async function attempt(action) {
  try {
    await action()
    return true
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error))
    return false
  }
}
