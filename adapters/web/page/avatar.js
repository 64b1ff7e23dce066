/** Avatars: initials on a colour that stays the same for each person. */
/** @import { Author } from '../wire.ts' */

const HUES = 8

/**
 * Shows a person's initials and colour in an element.
 *
 * @param {HTMLElement} element
 * @param {Author} person
 */
export function paintAvatar(element, { id, name }) {
  const words = name.split(/\s+/).filter(Boolean)
  const initials = words.length > 1 ? [words[0], words.at(-1)] : words
  element.textContent = initials.map((word = '') => [...word][0]?.toUpperCase()).join('')
  element.dataset.hue = String(Number.parseInt(id.slice(0, 4), 16) % HUES)
}
