/** What is wrong with Slack's socket as it comes. If this fails after an update, `patches.ts` can go. */
import { SocketModeReceiver } from '@slack/bolt'
import { expect, test } from 'vitest'

test.each([
  'null',
  '{"type":"events_api","envelope_id":"1","payload":{"type":"app_rate_limited"}}',
])('guardSocket: nothing catches what the client throws over %s', async (data) => {
  const { client } = new SocketModeReceiver({ appToken: 'xapp-1-A1-1-none' })
  const [listener] = client.listeners('ws_message')
  await expect(listener?.(data, false)).rejects.toThrow(TypeError)
})
