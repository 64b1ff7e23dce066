/**
 * A process of its own that serves a group: `node served.ts DATA_DIR PORT SPEED SINCE` prints the address of its page
 * and serves until it is ended. Its clock has gone `SPEED` times as fast as it should since SINCE (epoch ms).
 */
import { openStore } from '../../bot/store/store.ts'
import { openGroupTalk } from './talk.ts'

const [dataDir = '', port = '0', speed = '1', since = '0'] = process.argv.slice(2)

const clock = () => Number(since) + (Date.now() - Number(since)) * Number(speed)

const talk = await openGroupTalk({
  store: await openStore({ databaseUrl: null, dataDir }, () => {}),
  clock,
  alarm: (at, ring) => {
    const timer = setTimeout(ring, Math.max(0, at - clock()) / Number(speed))
    return () => clearTimeout(timer)
  },
  page: { port: Number(port) },
})

console.log(talk.url)

process.once('SIGTERM', async () => {
  await talk.close()
  for (const error of talk.errors) console.error(error)
})
