/** Serves the page in a process of its own: prints its address, and at the end of its input what its event loop did. */
import { once } from 'node:events'
import { closeWorkers } from '../../bot/lib/workers/workers.ts'
import { png } from '../../bot/timeline/png.ts'
import { timeline } from '../../bot/timeline/timeline.ts'
import { gathered } from '../timeline/runs.ts'
import { openSite } from '../web/site.ts'
import { watchTurns } from './turns.ts'

const site = await openSite()
const { svg } = timeline('', gathered(100))
await png(svg, { width: 1200 })
console.log(site.url)

// Waits until whoever started it has come in and seen the first run.
await once(process.stdin, 'data')
const turns = watchTurns()
let isOver = false
const drawing = (async () => {
  while (!isOver) await png(svg, { width: 2400 }).catch(() => {})
})()
await once(process.stdin, 'end')
isOver = true
const { longestMs, delayMs } = turns.stop()
await drawing
await site.close()
await closeWorkers()
console.log(JSON.stringify({ longestMs, delayMs, errors: site.errors.map(String) }))
