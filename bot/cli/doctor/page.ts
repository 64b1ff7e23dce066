/** Reports who can open the page, as far as the settings show. */
import type { Check } from '../../../sandbox/checks/check.ts'
import { type Config, isLoopback } from '../../config.ts'

/**
 * Returns warnings only: whether this is intended is for the operator to decide.
 *
 * @param sockets - The content of /proc/net/tcp and /proc/net/tcp6.
 */
export function page({ web }: Config, sockets: string): readonly Check[] {
  const isPublic = !isLoopback(web.host) || web.proxy.hops > 0
  const who = access(web, isPublic)
  if (web.proxy.hops > 0) return [who]
  return [who, isPublic ? plain(web) : proxy(sockets)]
}

function access({ visitorToken, open, adminToken }: Config['web'], isPublic: boolean): Check {
  const anyone = isPublic ? 'anyone' : 'anyone on this machine, or coming through a proxy on it'
  const visitors = open ? anyone : visitorToken === null ? 'nobody' : 'anyone with the token'
  const admins = adminToken === null ? 'the printed link' : 'OVERLAP_ADMIN_TOKEN'
  return {
    name: 'page',
    ok: !open,
    needed: false,
    detail: `visitors: ${visitors}; admins: ${admins}`,
    fix: 'to limit access to people you choose, set OVERLAP_WEB_TOKEN instead of OVERLAP_WEB_OPEN',
  }
}

function plain({ host }: Config['web']): Check {
  return {
    name: 'page',
    ok: false,
    needed: false,
    detail: `${host} is open to the network without HTTPS, so tokens can be read in transit`,
    fix: 'put an HTTPS proxy in front of Overlap and set OVERLAP_PROXY_HOPS=1',
  }
}

const PROXY_PORTS = [443, 80]

/** Only a web server that listens here shows; whether it passes requests on to Overlap can't be seen. */
function proxy(sockets: string): Check {
  const found = PROXY_PORTS.find((port) => listening(sockets).includes(port))
  return {
    name: 'proxy',
    ok: found === undefined,
    needed: false,
    detail:
      found === undefined ? 'none is set up' : `none is set up, but port ${found} has a web server`,
    fix: 'if it passes requests on to Overlap, set OVERLAP_PROXY_HOPS=1',
  }
}

const LISTEN = '0A'

function listening(sockets: string): readonly number[] {
  return sockets.split('\n').flatMap((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/)
    return state === LISTEN ? [Number.parseInt(local.split(':')[1] ?? '', 16)] : []
  })
}
