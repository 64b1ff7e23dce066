/** Elements of the page by id or selector, each checked to be of the kind that is meant. */

/**
 * @template {Element} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function byId(id, kind) {
  return checked(document.getElementById(id), kind, id)
}

/**
 * The first one within `place` that fits.
 *
 * @template {Element} Kind
 * @param {ParentNode} place
 * @param {string} selector
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function within(place, selector, kind) {
  return checked(place.querySelector(selector), kind, selector)
}

/**
 * What `element` is in; it may be the element itself.
 *
 * @template {Element} Kind
 * @param {Element} element
 * @param {string} selector
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function around(element, selector, kind) {
  return checked(element.closest(selector), kind, selector)
}

/**
 * The button that an event came from; null where it came from none.
 *
 * @param {Event} event
 */
export function buttonOf({ target }) {
  return target instanceof Element ? target.closest('button') : null
}

/**
 * A copy of what a template has in it.
 *
 * @template {Element} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
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
