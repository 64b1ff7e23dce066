/** Who is at the other end: each browser keeps a secret of its own, and the name that its person chose. */
import { createHash, randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Person } from '../../bot/core/request.ts'
import { oneLine } from '../../bot/lib/text/visible.ts'
import { type Access, roleOf } from './access.ts'
import { isHttps } from './client.ts'
import { WEB } from './limits.ts'

/** `id` is made from the browser's secret, which itself never leaves the cookie. */
export type Visitor = Readonly<{ id: string; name: string | null; admin: boolean }>

/** All who can open the page are of one workspace. */
export const WORKSPACE = { platform: 'web', workspace: 'local' } as const

export function personOf({ id, admin }: Visitor, name: string): Person {
  return { ...WORKSPACE, id, name, admin }
}

const SECRET = 'overlap_browser'
const NAME = 'overlap_name'

/** The visitor of this request; a browser without a secret gets one. */
export function visitor(context: Context, access: Access): Visitor {
  const kept = getCookie(context, SECRET)
  const secret = kept && /^[\da-f]{32}$/.test(kept) ? kept : randomBytes(16).toString('hex')
  if (secret !== kept) keep(context, SECRET, secret)
  const id = createHash('sha256').update(secret).digest('hex').slice(0, 16)
  const name = properName(getCookie(context, NAME) ?? '')
  return { id, name, admin: roleOf(context, access) === 'admin' }
}

/** Keeps the chosen name, or gives null when it is none. */
export function rename(context: Context, name: string): string | null {
  const proper = properName(name)
  if (proper !== null) keep(context, NAME, proper)
  return proper
}

function keep(context: Context, cookie: string, value: string): void {
  setCookie(context, cookie, value, {
    httpOnly: true,
    sameSite: 'Strict',
    path: '/',
    maxAge: WEB.cookieSeconds,
    secure: isHttps(context),
  })
}

/** Letters, digits and ordinary punctuation on one line; not the tutor's own name. */
function properName(name: string): string | null {
  const proper = oneLine(name.normalize('NFKC'), WEB.nameCharacters)
  if (!/[\p{L}\p{N}]/u.test(proper) || proper.includes('<U+')) return null
  return proper.toLowerCase() === 'overlap' ? null : proper
}
