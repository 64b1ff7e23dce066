/** Runs on the thread of `command.ts`. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { execa } from 'execa'

export type Command = Readonly<{
  file: string
  args: readonly string[]
  /** All of its environment. */
  env: Readonly<Record<string, string>>
  /** Path of a listening socket; a connection to it is the command's standard input and output. Null for neither. */
  socket: string | null
  /** Null for a command that may take any time. */
  timeoutMs: number | null
}>

/** `said`: the end of what it wrote to standard error. */
export type Ended = Readonly<{ failed: boolean; said: string }>

const SAID_LENGTH = 2000

/** Resolves when the command has ended and nobody holds its standard error any more. Rejects when nobody listens. */
export async function perform({ file, args, env, socket, timeoutMs }: Command): Promise<Ended> {
  const end = socket === null ? null : connect(socket)
  if (end) await once(end, 'connect')
  const child = execa(file, args, {
    stdin: end ?? 'ignore',
    stdout: end ?? 'ignore',
    stderr: 'pipe',
    buffer: false,
    reject: false,
    extendEnv: false,
    env,
    cleanup: false,
    ...(timeoutMs === null ? {} : { timeout: timeoutMs }),
  })
  end?.destroy()
  let said = ''
  child.stderr.on('data', (data: Buffer) => {
    said = (said + data.toString()).slice(-SAID_LENGTH)
  })
  const { failed } = await child
  return { failed, said }
}
