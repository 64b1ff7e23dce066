/** A sentence that comes and goes: what did not work, and why. */
const place = document.getElementById('toast')
let timer

export function toast(text) {
  place.textContent = text
  clearTimeout(timer)
  timer = setTimeout(() => {
    place.textContent = ''
  }, 8000)
}

/** Runs `action` and says so when it fails. True when it worked. */
export async function attempt(action) {
  try {
    await action()
    return true
  } catch (error) {
    toast(error.message)
    return false
  }
}
