/** One jail: a container whose process 1 forks runs. Messages are JSON framed by a four-byte length. */
import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { z } from 'zod'
import { POOL } from '../limits.ts'
import { cpuMsOf, type Weight, weightOf } from '../pool/weight.ts'
import type { Ended } from './command.thread.ts'
import { runCommand } from './command.ts'
import { setExtraLimits } from './extra-limits.ts'
import { ociConfig, type SlotSpec } from './oci.ts'
import { removeContainer, runtimeEnvironment } from './runtime.ts'

const MAX_FRAME_BYTES = 64 * 1024 * 1024
const MAX_REASON = 300

const readySchema = z.object({ type: z.literal('ready'), python: z.string(), limited: z.boolean() })
export type Ready = z.infer<typeof readySchema>

export type SlotOptions = SlotSpec &
  Readonly<{
    runtime: string
    state: string
    folder: string
    id: string
    /** The first frame: the configuration of the fork server. */
    settings: object
  }>

export type Slot = Readonly<{
  id: string
  ready: Ready
  /** Runs a job, one at a time. Rejects when the slot is broken; it must then be removed. */
  run(job: object, lateAfterMs: number, onFrame: (frame: unknown) => void): Promise<unknown>
  /** Ends the run, which then returns its result early. */
  stop(): void
  runs(): number
  alive(): boolean
  /** Sets its CPU weight, for when the machine is busy. */
  weigh(weight: Weight): void
  /** CPU time of everything that ever ran in it, ms; null without a cgroup. */
  cpuMs(): Promise<number | null>
  /** Kills everything in the slot and removes the container. */
  remove(): Promise<void>
}>

/** Starts a container and waits for its fork server. Rejects with the runtime's error. */
export async function startSlot(options: SlotOptions): Promise<Slot> {
  const { runtime, state, folder, id, cgroup } = options
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'config.json'), JSON.stringify(ociConfig(options)))
  const socket = join(folder, 'socket')
  const server = createServer().listen(socket)
  await once(server, 'listening')
  const env = await runtimeEnvironment(state)
  const driver = cgroup?.bySystemd ? ['--systemd-cgroup'] : []
  // When detached, the container holds the other end itself; otherwise the runtime would copy every byte.
  const args = [...driver, '--root', state, 'run', '--detach', '--bundle', folder, id]
  const container = runCommand({ file: runtime, args, env, socket, timeoutMs: null })
  const ours = await connectionOf(server, container)
  const weigh = weightOf(cgroup)
  const frames = frameReader()
  let ended = false
  let runs = 0
  ours.on('data', (data: Buffer) => frames.push(data))
  ours.on('error', () => {}) // a dead slot is noticed when it ends
  ours.on('close', () => {
    ended = true
    void container.then(({ said }) => frames.fail(new Error(`the slot ended: ${reason(said)}`)))
  })

  const removeOnce = async () => {
    weigh('full') // its processes need CPU time to exit
    await removeContainer(runtime, state, id)
    ours.destroy()
    await container
    await rm(folder, { recursive: true, force: true })
  }
  // A second removal would come after the state folder is gone, and the runtime would recreate it.
  let removal: Promise<void> | null = null
  const remove = () => {
    removal ??= removeOnce()
    return removal
  }

  try {
    ours.write(frame(options.settings))
    const ready = readySchema.parse(
      await withTimeout(frames.next(), POOL.startMs, 'the slot did not start in time'),
    )
    await setExtraLimits(cgroup)
    return {
      id,
      ready,
      runs: () => runs,
      stop: () => void ours.write(frame({ stop: true })),
      alive: () => !ended,
      weigh,
      cpuMs: () => cpuMsOf(cgroup),
      remove,
      async run(job, lateAfterMs, onFrame) {
        runs += 1
        ours.write(frame(job))
        const deadline = performance.now() + lateAfterMs
        for (;;) {
          const answer = await withTimeout(
            frames.next(),
            deadline - performance.now(),
            'the result is late',
          )
          if (isResult(answer)) return answer
          onFrame(answer)
        }
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}

/** The last complaint of the runtime or the fork server, without the stack of a panic. */
function reason(said: string): string {
  const complaints = [...said.matchAll(/msg="((?:[^"\\]|\\.)*)"/g)].map(([, message]) => message)
  const last = complaints.at(-1) ?? said.trim().split('\n').at(-1)
  return last?.slice(0, MAX_REASON) || 'no message'
}

/** Accepts the first connection. Rejects when the command ended without one. */
async function connectionOf(server: Server, command: Promise<Ended>): Promise<Socket> {
  const without = command.then(({ said }) => Promise.reject(new Error(reason(said))))
  const [socket] = await Promise.race([once(server, 'connection'), without])
  server.close()
  return socket
}

function isResult(answer: unknown): boolean {
  return (
    typeof answer === 'object' && answer !== null && 'type' in answer && answer.type === 'result'
  )
}

function frame(value: object): Buffer {
  const body = Buffer.from(JSON.stringify(value))
  const header = Buffer.alloc(4)
  header.writeUInt32BE(body.length)
  return Buffer.concat([header, body])
}

/** Splits the byte stream into JSON values, in order. */
function frameReader() {
  let chunks: Buffer[] = []
  let length = 0
  let failure: Error | null = null
  const values: unknown[] = []
  const waiting: { resolve: (value: unknown) => void; reject: (error: Error) => void }[] = []

  const fail = (error: Error) => {
    failure ??= error
    for (const waiter of waiting.splice(0)) waiter.reject(failure)
  }
  const take = (buffer: Buffer): Buffer => {
    let at = 0
    while (buffer.length - at >= 4) {
      const size = buffer.readUInt32BE(at)
      if (size > MAX_FRAME_BYTES) throw new Error('frame too long')
      if (buffer.length - at - 4 < size) break
      const value: unknown = JSON.parse(buffer.toString('utf8', at + 4, at + 4 + size))
      at += 4 + size
      const waiter = waiting.shift()
      if (waiter) waiter.resolve(value)
      else values.push(value)
    }
    return buffer.subarray(at)
  }
  return {
    push(data: Buffer): void {
      chunks.push(data)
      length += data.length
      const expected = (chunks[0]?.length ?? 0) >= 4 ? (chunks[0]?.readUInt32BE(0) ?? 0) + 4 : 4
      if (length < expected) return
      try {
        const rest = take(chunks.length === 1 ? data : Buffer.concat(chunks))
        chunks = rest.length ? [rest] : []
        length = rest.length
      } catch (error) {
        fail(new Error(`malformed frame: ${error instanceof Error ? error.message : error}`))
      }
    },
    fail,
    next(): Promise<unknown> {
      if (values.length) return Promise.resolve(values.shift())
      if (failure) return Promise.reject(failure)
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
    },
  }
}

async function withTimeout<T>(promise: Promise<T>, ms: number, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  try {
    return await Promise.race([
      promise,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(message)), Math.max(0, ms))
      }),
    ])
  } finally {
    clearTimeout(timer)
  }
}
