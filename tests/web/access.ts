/** A page that is open to visitors, and how its admin comes in. */
import type { Access } from '../../adapters/web/access.ts'
import type { Proxies } from '../../adapters/web/client.ts'

export const ADMIN_TOKEN = 'the-secret-of-the-admins'

export const OPEN: Access = { adminToken: ADMIN_TOKEN, visitorToken: null, open: true }

export const NO_PROXY: Proxies = { hops: 0, header: '' }

/** Headers of an admin's requests. */
export const ADMIN: Record<string, string> = { authorization: `Bearer ${ADMIN_TOKEN}` }

/** Where an admin's browser goes first. */
export const ADMIN_LOGIN = `login?token=${ADMIN_TOKEN}`
