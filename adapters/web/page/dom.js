/** Finds elements of the page by id or selector, and checks their type. */

/**
 * Returns the element with this id.
 *
 * @template {Element} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 * @throws {Error} when there is none of this kind.
 */
export function byId(id, kind) {
  return checked(document.getElementById(id), kind, id)
}

/**
 * Returns the first match within `place`.
 *
 * @template {Element} Kind
 * @param {ParentNode} place
 * @param {string} selector
 * @param {new () => Kind} kind
 * @returns {Kind}
 * @throws {Error} when there is none of this kind.
 */
export function within(place, selector, kind) {
  return checked(place.querySelector(selector), kind, selector)
}

/**
 * Returns the closest ancestor that matches, or the element itself.
 *
 * @template {Element} Kind
 * @param {Element} element
 * @param {string} selector
 * @param {new () => Kind} kind
 * @returns {Kind}
 * @throws {Error} when there is none of this kind.
 */
export function around(element, selector, kind) {
  return checked(element.closest(selector), kind, selector)
}

/**
 * Returns the button that an event came from; null if there is none.
 *
 * @param {Event} event
 */
export function buttonOf({ target }) {
  return target instanceof Element ? target.closest('button') : null
}

/**
 * Returns a copy of a template's content.
 *
 * @template {Element} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 * @throws {Error} when the template is missing or holds another kind of element.
 */
export function fromTemplate(id, kind) {
  const { firstElementChild } = byId(id, HTMLTemplateElement).content
  return checked(firstElementChild?.cloneNode(true) ?? null, kind, id)
}

/**
 * @template {Node} Kind
 * @param {Node | null} found
 * @param {new () => Kind} kind
 * @param {string} what
 * @returns {Kind}
 */
function checked(found, kind, what) {
  if (found instanceof kind) return found
  throw new Error(`the page has no ${what}`)
}
