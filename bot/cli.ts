#!/usr/bin/env node
/** `overlap`: finds the subcommand and turns its errors into words and an exit code. */
import { readFile } from 'node:fs/promises'
import { enableCompileCache } from 'node:module'
import { EXIT, Refusal } from './cli/exit.ts'
import { type Terminal, terminal } from './cli/terminal.ts'
import type { Config } from './config.ts'

const CHECKOUT = `${import.meta.dirname}/..`

type Subcommand = (args: readonly string[], config: Config, terminal: Terminal) => Promise<number>

/** Loaded when asked for: `run` needs no web server, and `serve` has to start quickly. */
const SUBCOMMANDS: Readonly<Record<string, () => Promise<Subcommand>>> = {
  serve: async () => (await import('./cli/serve.ts')).serve,
  run: async () => (await import('./cli/run.ts')).run,
  ask: async () => (await import('./cli/ask.ts')).ask,
  eval: async () => (await import('./cli/eval.ts')).evaluate,
  lessons: async () => (await import('./cli/lessons.ts')).lessons,
  doctor: async () => (await import('./cli/doctor.ts')).doctor,
  data: async () => (await import('./cli/data.ts')).data,
  cases: async () => (await import('./cli/cases.ts')).cases,
  backup: async () => (await import('./cli/backup.ts')).backup,
  shard: async () => (await import('./cli/shard.ts')).shard,
  register: async () => (await import('./cli/register.ts')).register,
  manifest: async () => (await import('./cli/manifest.ts')).manifest,
}

const HELP = `Overlap runs Python, measures what it did with its time, and says what would help.

  overlap serve               answer on a local web page
  overlap run FILE…           run programs and report on each
      --json                    one JSON object a line and file (docs/json.md)
      --project                 all files and folders named are one program; the last one is run
      --no-proof                don't wait until the suggested change was run too
      --stdin TEXT              text that each program can read
      --timeout SECONDS         longest time of one run
      --trace FILE              write the run in the Trace Event Format, for ui.perfetto.dev
      -- ARGS                   arguments that each program gets
  overlap ask "QUESTION"      what the lessons answer, without a language model
      --json                    one JSON object (docs/json.md)
      --after "QUESTION"        the question before, which this one goes on from
      --file FILE               a question a line, or - for stdin; one JSON object a line
  overlap eval                how well the shipped questions are answered; 1 where a figure is too low
      --without-model           even where a language model is set up
      --judge MODEL             a model of the same server marks each answer
      --missed                  name the questions that were answered badly
      --cases FILE --kind KIND  other cases, or one kind of them
  overlap lessons check       read every lesson and the FAQ, and run all their code (or only the lessons named)
  overlap doctor              look for everything Overlap needs, and prove the jail
  overlap data export PERSON  everything that is kept about a person, as JSON
  overlap data delete PERSON  delete it; a person is PLATFORM/WORKSPACE/ID
  overlap cases               verdicts that people called wrong, with their programs, one JSON object a line
  overlap register discord    tell Discord the commands that differ from those it knows
  overlap manifest slack [URL]  the app as Slack has to know it; URL is where Slack reaches Overlap
  overlap backup FILE         copy the database, also while Overlap serves
  overlap help                this text
  overlap --version

Settings come from the environment and from .env; .env.example lists them all.
Exit codes: 0 done, 1 the doctor or a check found something, 64 wrong usage, 66 a file or a person that is not there,
69 no jail here, 70 a bug of Overlap, 78 a wrong setting.
`

/** Saves a third of the time that loading takes; whatever is imported from here on is kept. */
enableCompileCache(`${CHECKOUT}/node_modules/.cache/overlap`)
/** Nobody reads any further, such as in `overlap run a.py | head`. */
process.stdout.on('error', () => process.exit(EXIT.done))
process.exitCode = await main(process.argv.slice(2))

async function main([name = 'help', ...args]: readonly string[]): Promise<number> {
  try {
    if (name === 'help' || [name, args[0]].some(asksForHelp)) return say(HELP)
    if (name === '--version') return say(`${await version()}\n`)
    const load = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined
    if (!load) throw new Refusal(EXIT.usage, `There is no command ${name}. Try: overlap help`)
    const { settings } = await import('./cli/settings.ts')
    const config = settings(CHECKOUT)
    const subcommand = await load()
    return await subcommand(args, config, terminal)
  } catch (error) {
    return explain(error)
  }
}

function asksForHelp(word: string | undefined): boolean {
  return word === '--help' || word === '-h'
}

function say(text: string): number {
  terminal.out(text)
  return EXIT.done
}

/** A bug shows its stack: whoever sits at the terminal runs Overlap and may report it. */
function explain(error: unknown): number {
  if (error instanceof Refusal) {
    terminal.err(`overlap: ${error.message}\n`)
    return error.exitCode
  }
  terminal.err(
    `overlap: this is a bug of Overlap\n${error instanceof Error ? error.stack : error}\n`,
  )
  return EXIT.bug
}

async function version(): Promise<unknown> {
  return JSON.parse(await readFile(`${CHECKOUT}/package.json`, 'utf8')).version
}
