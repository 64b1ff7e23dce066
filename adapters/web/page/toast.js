/** A sentence that comes and goes: what did not work, and why. */
import { byId } from './dom.js'

const place = byId('toast', HTMLElement)
let timer = 0

/** @param {string} text */
export function toast(text) {
  place.textContent = text
  clearTimeout(timer)
  timer = setTimeout(() => {
    place.textContent = ''
  }, 8000)
}

/**
 * Runs `action` and says so when it fails. True when it worked.
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
