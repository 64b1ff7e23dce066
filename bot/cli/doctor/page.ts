/** Who can come in on the page, as far as the settings say. */
import type { Check } from '../../../sandbox/selftest.ts'
import { type Config, isLoopback } from '../../config.ts'

/** Warnings only: what is meant here is for whoever runs Overlap to say. */
export function page({ web }: Config): readonly Check[] {
  const { host, visitorToken, open, proxy } = web
  const isReachable = !isLoopback(host) || proxy.hops > 0
  const visitors = open ? 'anyone' : visitorToken === null ? 'nobody' : 'whoever has the token'
  const admins = web.adminToken === null ? 'the printed link' : 'OVERLAP_ADMIN_TOKEN'
  const who = {
    name: 'page',
    ok: !(open && isReachable),
    needed: false,
    detail: `visitors: ${visitors}; admins: ${admins}`,
    mend: 'to let in only those you choose, set OVERLAP_WEB_TOKEN in place of OVERLAP_WEB_OPEN',
  }
  const plain = {
    name: 'page',
    ok: false,
    needed: false,
    detail: `${host} is open to the network without https, so others can read tokens on their way`,
    mend: 'put a proxy that speaks https in front, and set OVERLAP_PROXY_HOPS=1',
  }
  return isLoopback(host) || proxy.hops > 0 ? [who] : [who, plain]
}
