/** Whether other people may reach a sandbox whose limits the kernel does not hold. */
import { type Config, isLoopback } from '../config.ts'

/** Thrown instead of serving strangers; the message says why and which commands fix it. */
export class WeakSandboxError extends Error {
  override name = 'WeakSandboxError'
}

const FIX =
  'start Overlap as root (`sudo npm start`), or accept the risk with OVERLAP_ALLOW_WEAK_SANDBOX=yes'

/**
 * @param cgroupLimits - Whether cgroups hold each run to its limits.
 * @throws {WeakSandboxError} They don't, strangers could run code, and nobody has accepted that.
 */
export function refuseStrangers(config: Config, cgroupLimits: boolean): void {
  if (cgroupLimits || config.allowWeakSandbox) return
  const [first] = doorsForStrangers(config)
  if (!first) return
  throw new WeakSandboxError(
    `Not open to other people yet (${first}): without cgroups, one person's program can slow this machine down for everyone, so please ${FIX}.`,
  )
}

/** The ways in, other than this machine's own browser. A proxy on this machine can't be seen from here, unless it is set up. */
function doorsForStrangers({ web, slack, discord }: Config): readonly string[] {
  return [
    isLoopback(web.host) ? '' : `OVERLAP_WEB_HOST=${web.host}`,
    web.proxy.hops > 0 ? `OVERLAP_PROXY_HOPS=${web.proxy.hops}` : '',
    slack ? 'Slack' : '',
    discord ? 'Discord' : '',
  ].filter(Boolean)
}
