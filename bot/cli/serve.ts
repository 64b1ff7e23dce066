/** `overlap serve`: the local page, until the first SIGINT or SIGTERM. */

import { PageTokenError } from '../../adapters/web/page-token.ts'
import { WeakSandboxError } from '../config/refuse-strangers.ts'
import type { Config } from '../config.ts'
import { type Overlap, startOverlap } from '../main.ts'
import { StoreUnavailable } from '../store/database.ts'
import { EXIT, Refusal } from './exit.ts'
import { logTo } from './log.ts'
import type { Terminal } from './terminal.ts'

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

/** One link. Where the token is of whoever runs Overlap, it is not shown. */
function welcome({ url, adminLink }: Overlap): string {
  if (adminLink === null) return `Overlap is running at ${url}\n`
  return `Overlap is running. This link logs you in as its admin, so keep it to yourself:\n  ${adminLink}\n`
}

/**
 * The second signal ends Overlap immediately, as signals do by default. One Ctrl-C may come several times: from the
 * terminal, from npm, and from whatever else passes it on.
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

/** npm passes signals on to its shell only, and Debian's ends without telling us. */
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
/** Signals within this time after the first are the same wish. */
const PRESS_MS = 500

/** All is closed; a library's socket to somebody who does not answer would keep the process. */
export function leave(): void {
  setTimeout(() => process.exit(EXIT.done), LEAVE_MS).unref()
}

const LEAVE_MS = 500

/** Their messages are for whoever runs Overlap. */
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
