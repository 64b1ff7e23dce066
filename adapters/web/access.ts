/** Who is an admin of the page. */
import type { Context } from 'hono'

/** A proxy on this machine connects from it too, but says in these headers that somebody else is asking. */
const PASSED_ON = /^(?:forwarded|via|x-real-ip|x-forwarded-.*)$/

/** Whether somebody on this machine is asking. @param loopback - Whether the page listens to this machine only. */
export function isLocal({ req }: Context, loopback: boolean): boolean {
  return loopback && !Object.keys(req.header()).some((name) => PASSED_ON.test(name))
}
