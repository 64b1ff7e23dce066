/** Runs on the thread of `command.ts`. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { execa } from 'execa'

export type Command = Readonly<{
  file: string
  args: readonly string[]
  /** Its complete environment. */
  env: Readonly<Record<string, string>>
  /** Path of a listening socket; the command gets a connection to it as stdin and stdout. Null for neither. */
  socket: string | null
  /** Timeout in ms; null for none. */
  timeoutMs: number | null
}>

/** `said`: the end of its standard error. */
export type Ended = Readonly<{ failed: boolean; said: string }>

const SAID_LENGTH = 2000

/**
 * Resolves when the command has ended and no process holds its standard error open. Rejects when nothing listens on the
 * socket.
 */
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
