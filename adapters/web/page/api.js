/** Calls to the server. A refusal becomes an Error with the sentence that the server gave. */

/** Days in a row are those of the reader's own calendar. */
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone

export const channel = location.pathname.split('/').at(-1) ?? ''

/** @param {string} path */
export function get(path) {
  return call('GET', path)
}

/**
 * @param {string} path
 * @param {unknown} [body]
 */
export function post(path, body) {
  return call('POST', path, body)
}

/**
 * @param {string} path
 * @param {unknown} body
 */
export function put(path, body) {
  return call('PUT', path, body)
}

/** @param {string} path */
export function remove(path) {
  return call('DELETE', path)
}

/**
 * The address of something in this channel.
 *
 * @param {string} path
 */
export function here(path) {
  return `/api/channels/${channel}/${path}`
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 */
async function call(method, path, body) {
  const isForm = body instanceof FormData
  const isJson = !isForm && body !== undefined
  const response = await fetch(path, {
    method,
    ...(isForm ? { body } : {}),
    ...(isJson ? { body: JSON.stringify(body) } : {}),
    headers: {
      ...(isJson ? { 'Content-Type': 'application/json' } : {}),
      'X-Time-Zone': ZONE,
    },
  }).catch(() => {
    throw new Error("Overlap isn't responding. Is it still running?")
  })
  // The session has ended, such as with a new token.
  if (response.status === 401) location.assign('/login')
  if (response.ok) return response.status === 204 ? null : response.json()
  const { error } = await response.json().catch(() => ({}))
  throw new Error(error ?? `That didn't work (${response.status}).`)
}
