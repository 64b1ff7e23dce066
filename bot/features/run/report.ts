/** The report of a run: output, ending, files, and the verdict. */
import { LIMITS, type Limits } from '../../../sandbox/limits.ts'
import type { RunResult, SourceFile } from '../../../sandbox/sandbox.ts'
import type { Advice } from '../../analysis/advice.ts'
import { failureOf } from '../../analysis/errors.ts'
import type { Block, Field, Message } from '../../core/message.ts'
import { imageDescription, imageType } from '../../lib/image.ts'
import { inlineCode, sentence } from '../../lib/text/markdown.ts'
import { count, duration, list, size } from '../../lib/text/quantities.ts'
import { shellLine } from '../../lib/text/shell-words.ts'
import { oneLine, visible } from '../../lib/text/visible.ts'
import type { Program } from '../../reading/program.ts'
import { offerRace } from '../race/offer.ts'
import { ending } from './ending.ts'
import { outputBlocks, withGap } from './output.ts'
import { offerTrace } from './trace.ts'
import { verdictBlocks, verdictWords } from './verdict.ts'

export type Picture = Readonly<{ svg: string; alt: string }>

export type Report = Readonly<{
  program: Program
  input: string | null
  result: RunResult
  /** The advice, or why there is none. */
  advice: Advice | Readonly<{ bug: string }> | Readonly<{ unread: string }>
  /** Whether to show the button to race it. */
  raceable: boolean
  /** The picture of where its time went. */
  picture?: Picture | null
  /** The picture of the changed program, if it was run. */
  changedPicture?: Picture | null
  /** The `code` option that runs the program again; null if there is none. */
  again: string | null
  limits?: Limits
}>

/** The final message of a run: output, ending, files, facts, picture, advice and buttons. */
export function report(run: Report): Message {
  const { program, result, advice, raceable, again, limits = LIMITS } = run
  const { picture = null, changedPicture = null } = run
  const stopped = 'unmeasured' in advice && advice.unmeasured === true
  const blocks: readonly (Block | null)[] = [
    ...(stopped ? adviceBlocks(advice) : []),
    markdown(program.notes.join(' ')),
    ...outputBlocks(withGap(result.output, result.droppedBytes, limits.outputBytes)),
    value(result),
    stopped || isTold(result, advice) ? null : markdown(ending(result, limits)),
    inputForm(run),
    argumentsForm(run),
    ...result.files.map(file),
    practiceWeb(result),
    facts(result, program.args),
    picture && { kind: 'picture', ...picture },
    ...(stopped ? [] : adviceBlocks(advice)),
    changedPicture && {
      kind: 'picture',
      ...changedPicture,
      alt: `The changed program: ${changedPicture.alt}`,
    },
    raceable && again !== null ? offerRace(again, given(run)) : null,
    picture && again !== null ? offerTrace(again, given(run)) : null,
  ]
  return {
    blocks: blocks.filter((block) => block !== null),
    notice: notice(result, advice),
    audience: 'everyone',
    done: true,
  }
}

function adviceBlocks(advice: Report['advice']): readonly (Block | null)[] {
  if ('unread' in advice) return [markdown(sentence(advice.unread))]
  if (!('bug' in advice)) return verdictBlocks(advice)
  return [markdown(`The advisor failed on this program. It is noted as bug ${advice.bug}.`)]
}

/** Whether the headline already names the error. */
function isTold({ trace }: RunResult, advice: Report['advice']): boolean {
  const type = trace?.error?.type
  return type !== undefined && 'headline' in advice && advice.headline.includes(type)
}

function notice(result: RunResult, advice: Report['advice']): string {
  const ended = /^(ok|served)$/.test(result.status) ? 'Finished' : `Ended (${result.status})`
  if ('unmeasured' in advice && advice.unmeasured)
    return advice.headline.replace(/\. From .*/s, '.')
  const verdict = 'verdict' in advice ? ` ${verdictWords(advice.verdict)}.` : ''
  return `${ended} after ${duration(result.wallMs)}.${verdict}`
}

function markdown(text: string | null): Block | null {
  return text ? { kind: 'markdown', text } : null
}

/** The value of the last line, separate from the output because the program didn't print it. */
function value({ trace }: RunResult): Block | null {
  const text = trace?.value ?? null
  if (text === null || text === 'None') return null
  return { kind: 'code', text: visible(text), language: 'python', title: 'Value of the last line' }
}

/** A form for a program that asked for input and got none or too little. */
function inputForm(run: Report): Block | null {
  const { input, result } = run
  const { trace } = result
  const wantsMore = input === null || trace?.error?.type === 'EOFError'
  if (!trace?.inputRequested || !wantsMore) return null
  const asks = input === null ? 'asks for input' : 'asks for more input than it got'
  return runAgain(run, {
    title: `This program ${asks}. Type its input, one line for each input() call.`,
    submit: 'Run with this input',
    field: { name: 'stdin', label: 'Input', multiline: true, value: input ?? '' },
  })
}

/** A form for a program that didn't get the arguments it needs. */
function argumentsForm(run: Report): Block | null {
  if (failureOf(run.result)?.lacks !== 'arguments') return null
  return runAgain(run, {
    title:
      'This program takes arguments. Write them as in a terminal, here or as `args: …` in a line above the code.',
    submit: 'Run with these arguments',
    field: { name: 'args', label: 'Arguments', value: shellLine(run.program.args) },
  })
}

const POST_AGAIN = 'Your files are too big for a button to keep, so post them again with it.'

type Again = Readonly<{ title: string; submit: string; field: Field }>

function runAgain(run: Report, { title, submit, field }: Again): Block {
  if (run.again === null) return { kind: 'markdown', text: `${title} ${POST_AGAIN}` }
  const { [field.name]: _, ...rest } = given(run)
  const action = { command: 'run', options: { code: run.again, ...rest }, replaces: true }
  return { kind: 'form', title, submit, action, fields: [field] }
}

/** The options of the run other than its code. */
function given({ input, program: { args } }: Report): Readonly<Record<string, string>> {
  return {
    ...(input === null ? {} : { stdin: input }),
    ...(args.length === 0 ? {} : { args: shellLine(args) }),
  }
}

/** A file from the program. Images get an alt text: the description in Matplotlib's metadata, or the file's name. */
function file({ name, content }: SourceFile): Block {
  const block = { kind: 'file', name: oneLine(name), content } as const
  if (imageType(content) === null) return block
  return { ...block, alt: imageDescription(content) ?? `The program's picture ${block.name}` }
}

function practiceWeb({ practiceHosts }: RunResult): Block | null {
  if (practiceHosts.length === 0) return null
  const hosts = list(practiceHosts.map(inlineCode), 3)
  return markdown(`The practice web answered for ${hosts}; there is no internet in the jail.`)
}

function facts(result: RunResult, args: readonly string[]): Block {
  const several = result.processes > 1 || result.threads > 1
  return {
    kind: 'facts',
    facts: [
      { label: 'Time', value: duration(result.wallMs) },
      { label: 'CPU', value: duration(result.cpuMs) },
      { label: 'Memory', value: size(result.peakMemoryBytes) },
      ...(several
        ? [
            {
              label: 'Ran',
              value: `${processes(result.processes)}, ${count(result.threads, 'thread')}`,
            },
          ]
        : []),
      { label: 'Python', value: visible(result.python) },
      ...(args.length > 0 ? [{ label: 'Arguments', value: oneLine(shellLine(args)) }] : []),
    ],
  }
}

function processes(n: number): string {
  return n === 1 ? '1 process' : `${n.toLocaleString('en')} processes`
}
