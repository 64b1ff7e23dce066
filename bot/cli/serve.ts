/** `overlap serve`: runs Overlap until the first SIGINT or SIGTERM. */

import { PageTokenError } from '../../adapters/web/page-token.ts'
import { WeakSandboxError } from '../config/refuse-strangers.ts'
import type { Config } from '../config.ts'
import { type Overlap, startOverlap } from '../main.ts'
import { StoreUnavailable } from '../store/database.ts'
import { EXIT, Refusal } from './exit.ts'
import { logTo } from './log.ts'
import type { Terminal } from './terminal.ts'

/**
 * Starts Overlap, prints how to open it and closes it on the first signal.
 *
 * @throws {Refusal} when arguments are given, the port can't be used, or the store, sandbox or page token doesn't
 *   allow starting.
 */
export async function serve(
  args: readonly string[],
  config: Config,
  terminal: Terminal,
): Promise<number> {
  if (args.length > 0) throw new Refusal(EXIT.usage, 'serve takes no arguments; see .env.example')
  const stopped = stopSignal()
  const overlap = await startOverlap(config, {
    log: logTo(config),
    clock: Date.now,
    random: Math.random,
  }).catch(explainStart(config))
  terminal.out(welcome(overlap))
  if (overlap.noJail) terminal.err(`Code can't run here: ${overlap.noJail}\n`)
  await stopped
  terminal.err('Stopping once current runs finish. Press again to stop immediately.\n')
  await overlap.close()
  leave()
  return EXIT.done
}

/** Shows one link; a token that the operator set isn't shown. */
function welcome({ url, adminLink }: Overlap): string {
  if (adminLink === null) return `Overlap is running at ${url}\n`
  return `Overlap is running. This link logs you in as its admin, so keep it to yourself:\n  ${adminLink}\n`
}

/**
 * Resolves on the first signal; a second one ends Overlap immediately, as signals do by default. One Ctrl-C may
 * arrive several times: from the terminal, from npm, and from anything else that forwards it.
 */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const onSignal = () => {
      resolve()
      setTimeout(
        () => SIGNALS.forEach((signal) => void process.off(signal, onSignal)),
        PRESS_MS,
      ).unref()
    }
    for (const signal of SIGNALS) process.on(signal, onSignal)
    if (process.env.npm_lifecycle_event !== undefined) onOrphaned(resolve)
  })
}

/** npm forwards signals only to its shell, and Debian's shell exits without forwarding them. */
function onOrphaned(stop: () => void): void {
  const parent = process.ppid
  const look = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(look)
    stop()
  }, PARENT_MS).unref()
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
const PARENT_MS = 250
/** Signals within this time after the first, in ms, count as the same key press. */
const PRESS_MS = 500

/**
 * Exits the process half a second after everything is closed: a library's socket to an unresponsive peer would keep
 * it alive.
 */
export function leave(): void {
  setTimeout(() => process.exit(EXIT.done), LEAVE_MS).unref()
}

const LEAVE_MS = 500

/** Errors whose messages are written for the operator. */
const START_ERRORS = [StoreUnavailable, WeakSandboxError, PageTokenError] as const

function explainStart({ web }: Config) {
  return (error: unknown): never => {
    if (START_ERRORS.some((each) => error instanceof each)) {
      throw new Refusal(EXIT.config, (error as Error).message)
    }
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      throw new Refusal(
        EXIT.config,
        `Port ${web.port} is taken. Set OVERLAP_WEB_PORT to another one.`,
      )
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EACCES') {
      throw new Refusal(EXIT.config, "Can't listen on OVERLAP_WEB_HOST and OVERLAP_WEB_PORT.")
    }
    throw error
  }
}
