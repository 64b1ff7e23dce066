/** Somebody at the page who asks for runs and waits for each. */
import { setTimeout as delay } from 'node:timers/promises'
import { readHtml } from '../scenarios/html.ts'
import { visit } from '../web/visitor.ts'
import { TICKET } from './real.ts'

const ROOM = 'me'

export type Told = Readonly<{
  kind: 'answered' | 'refused' | 'unanswered'
  ms: number
  said: string
}>

/** Never rejects: whoever cannot come in is refused, and an answer later than `patienceMs` is none. */
export type Asker = Readonly<{ run(code: string): Promise<Told>; leave(): void }>

export function asker(url: string, name: string, patienceMs: number, from?: typeof fetch): Asker {
  const here = arrive(url, name, from)
  here.catch(() => {})

  async function asked(code: string): Promise<Omit<Told, 'ms'>> {
    try {
      const { visitor, room } = await here
      const post = await visitor.say(ROOM, code, { run: true })
      const { html } = await room.answer(post)
      const { text, code: shown } = readHtml(html)
      const said = [text, ...shown].join('\n')
      return { kind: html.includes('class="facts"') ? 'answered' : 'refused', said }
    } catch (error) {
      return { kind: 'refused', said: String(error) }
    }
  }

  return {
    async run(code) {
      const began = performance.now()
      const late = new AbortController()
      const told = await Promise.race([
        asked(code),
        delay(patienceMs, { kind: 'unanswered', said: '' } as const, late),
      ])
      late.abort()
      return { ...told, ms: performance.now() - began }
    },
    leave: () => void here.then(({ room }) => room.leave()).catch(() => {}),
  }
}

async function arrive(url: string, name: string, from?: typeof fetch) {
  const visitor = await visit(url, name, TICKET, from)
  const room = await visitor.enter(ROOM)
  if (room.status !== 200) throw new Error(`no stream: ${room.status}`)
  return { visitor, room }
}
