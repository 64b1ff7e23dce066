/** A full hall: so many people at their pages answer the same question of a group's quiz. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerAll, isQuestion, sitAllDown } from '../web/crowd.ts'
import { serveGroup } from '../web/serve.ts'

const PEOPLE = 500
const WITHIN_MS = 5_000

/** From the press to the confirmation on the presser's own page, ms, of each. The server is a process of its own. */
export async function confirmations(): Promise<readonly number[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'overlap-crowd-'))
  const server = await serveGroup(dataDir)
  try {
    const people = await sitAllDown(server.url, PEOPLE)
    const [host] = people
    if (!host) throw new Error('nobody came')
    await host.say('/quiz --questions 1 --seconds 60 group mixed')
    await host.sees(isQuestion)
    const times = await answerAll(people, WITHIN_MS)
    for (const { leave } of people) leave()
    return times
  } finally {
    await server.end('SIGTERM')
    await rm(dataDir, { recursive: true })
  }
}
