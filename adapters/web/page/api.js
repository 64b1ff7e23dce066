/** Calls the server. A refusal becomes an Error with the server's message. */

/** Streaks are counted in the reader's own time zone. */
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone

export const channel = location.pathname.split('/').at(-1) ?? ''

/**
 * Gets JSON from the server.
 *
 * @param {string} path
 * @throws {Error} when the server refuses or can't be reached.
 */
export function get(path) {
  return call('GET', path)
}

/**
 * Posts JSON or a form, and returns the JSON response.
 *
 * @param {string} path
 * @param {unknown} [body]
 * @throws {Error} when the server refuses or can't be reached.
 */
export function post(path, body) {
  return call('POST', path, body)
}

/**
 * Replaces something on the server.
 *
 * @param {string} path
 * @param {unknown} body
 * @throws {Error} when the server refuses or can't be reached.
 */
export function put(path, body) {
  return call('PUT', path, body)
}

/**
 * Deletes something on the server.
 *
 * @param {string} path
 * @throws {Error} when the server refuses or can't be reached.
 */
export function remove(path) {
  return call('DELETE', path)
}

/**
 * Returns the API path of something in this channel.
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
  // The session has ended, for example because the token changed.
  if (response.status === 401) location.assign('/login')
  if (response.ok) return response.status === 204 ? null : response.json()
  const { error } = await response.json().catch(() => ({}))
  throw new Error(error ?? `That didn't work (${response.status}).`)
}
