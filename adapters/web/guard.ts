/** Keeps other sites out. */
import type { Context, MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/**
 * Allows scripts, styles, images and connections only from the page's own address; no framing and no plugins. A
 * response that already has one of these headers keeps it.
 */
export const safeHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  // With no-referrer, browsers send the login form with the origin “null” (Fetch standard, “append
  // a request Origin header”).
  referrerPolicy: 'same-origin',
  // The host may serve other things without HTTPS, so this is left to the proxy that adds HTTPS.
  strictTransportSecurity: false,
  permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
  overwrite: false,
})

/**
 * Refuses requests from other sites. Another site may point its own name at 127.0.0.1 (DNS rebinding), so on loopback
 * only loopback names are answered. Requests that change something must come from this page.
 */
export function sameSite(loopback: boolean): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? ''
    if (loopback && !/^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(host)) {
      return context.text('This page only works at localhost.', 403)
    }
    if (isForeign(context, host))
      return context.json({ error: 'This request came from another site.' }, 403)
    return next()
  }
}

/** Other sites may link to these pages, but not embed or fetch them. */
const PAGES = /^\/(?:c\/.*|admin|login)?$/

function isForeign({ req }: Context, host: string): boolean {
  const isLink = PAGES.test(req.path) && (req.header('sec-fetch-dest') ?? LINK) === LINK
  if (req.header('sec-fetch-site') === 'cross-site' && !isLink) return true
  if (req.method === 'GET' || req.method === 'HEAD') return false
  const origin = req.header('origin')
  return origin !== `http://${host}` && origin !== `https://${host}`
}

/** The destination of a request when someone follows a link. */
const LINK = 'document'
