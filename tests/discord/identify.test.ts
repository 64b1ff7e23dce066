/** The library's own tests end before this: a connection that closes while it waits for its turn to identify. */
import { expect, test } from 'vitest'
import { identifyThrottler } from '../../adapters/discord/gateway.ts'

type Manager = Parameters<typeof identifyThrottler>[0]

test('a connection that was closed while it waited for its turn does not identify', async () => {
  const fetchGatewayInformation = async () => ({ session_start_limit: { max_concurrency: 1 } })
  const throttler = await identifyThrottler({ fetchGatewayInformation } as Manager)
  await throttler.waitForIdentify(0, new AbortController().signal)
  const closing = new AbortController()
  const turn = throttler.waitForIdentify(0, closing.signal)
  setTimeout(() => closing.abort(), 100)
  await expect(turn).rejects.toThrow('aborted')
})
