/** `overlap ask QUESTION`: answers from the lessons and the FAQ, without a language model. */
import { readFile } from 'node:fs/promises'
import { type Catalogue, loadLessons } from '../../lessons/lessons.ts'
import { startSandbox } from '../../sandbox/pool/pool.ts'
import type { RunResult, Sandbox } from '../../sandbox/sandbox.ts'
import type { Advice } from '../analysis/advice.ts'
import { type Advisor, createAdvisor } from '../analysis/advisor.ts'
import type { Config } from '../config.ts'
import type { Block } from '../core/message.ts'
import { inLessons } from '../features/ask/lessons-answer.ts'
import { shownBy } from '../features/ask/model/outcome.ts'
import { type Found, find } from '../features/ask/search/find.ts'
import { type Knowledge, knowledgeOnce } from '../features/ask/search/knowledge.ts'
import { smallTalk } from '../features/ask/small-talk.ts'
import { closeWorkers } from '../lib/workers/workers.ts'
import { beside, read } from '../reading/read.ts'
import { parseArguments, wrongUsage } from './arguments.ts'
import { EXIT, Refusal, withoutJail } from './exit.ts'
import { type AnswerReport, markdownOf } from './report/answer.ts'
import { paintMarkdown } from './report/markdown.ts'
import type { Terminal } from './terminal.ts'

type Asked = Readonly<{ question: string; after: string | null }>

/**
 * Answers the questions and returns exit code 0, whatever the answers are.
 *
 * @throws {Refusal} when the arguments are wrong, the file can't be read, or a program is asked about and this
 *   machine has no sandbox.
 */
export async function ask(
  args: readonly string[],
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const { asked, json } = await readArguments(args)
  const catalogue = await loadLessons()
  const knowledge = await knowledgeOnce(catalogue)()
  const runner = runnerOnce(config)
  try {
    for (const each of asked) {
      const report = await answerTo(each, { catalogue, knowledge, run: runner.run })
      terminal.out(json ? `${JSON.stringify(report)}\n` : said(report, terminal))
    }
    return EXIT.done
  } finally {
    await Promise.all([runner.close(), closeWorkers()])
  }
}

type Parts = Readonly<{
  catalogue: Catalogue
  knowledge: Knowledge
  run: Runner['run']
}>

async function answerTo({ question, after }: Asked, parts: Parts): Promise<AnswerReport> {
  const { catalogue, knowledge, run } = parts
  const reading = await read(question)
  const program = reading?.how === 'marked' ? reading.program : null
  const text = (program ? await beside(question) : question).trim()
  const talk = program ? null : smallTalk(text)
  if (talk) return { ...NOTHING, kind: 'answer', text: markdownOf(talk.blocks) }
  const ran = program ? await run(program.code) : null
  const shown = ran ? shownBy(ran.result, ran.advice) : ''
  const found = find({ text, before: after, shown }, knowledge, catalogue)
  const { blocks } = inLessons({ text, found, ran: null }, catalogue, null)
  return {
    ...reportOf(found, blocks),
    ran: ran ? [{ ...ran.told, verdict: ran.advice?.verdict ?? null }] : [],
  }
}

const NOTHING = { lessons: [], faq: null, ran: [] }

/** As many lessons as the answer has buttons for. */
const LESSONS = 3

function reportOf({ answers, lessons }: Found, blocks: readonly Block[]): AnswerReport {
  const none = answers.length === 0 && lessons.length === 0
  const [first] = answers
  return {
    kind: none ? 'off-topic' : answers.length > 1 ? 'choices' : 'answer',
    text: markdownOf(blocks),
    lessons: lessons.slice(0, LESSONS).map(({ lesson }) => lesson.slug),
    faq: answers.length === 1 && first ? first.id : null,
    ran: [],
  }
}

/** Starts the jail for the first program. */
type Runner = Readonly<{
  run(
    code: string,
  ): Promise<
    Readonly<{ result: RunResult; advice: Advice; told: Pick<RunResult, 'status' | 'wallMs'> }>
  >
  close(): Promise<void>
}>

function runnerOnce(config: Config): Runner {
  let started: Promise<Sandbox> | null = null
  const advising = Promise.withResolvers<Advisor>()
  return {
    async run(code: string) {
      if (!started) {
        started = startSandbox(config).catch(withoutJail)
        advising.resolve(createAdvisor())
      }
      const [sandbox, advisor] = await Promise.all([started, advising.promise])
      const result = await sandbox.run({ code })
      const advice = await advisor.advise(code, result)
      return { result, advice, told: { status: result.status, wallMs: result.wallMs } }
    },
    async close() {
      if (!started) return
      const [sandbox, advisor] = await Promise.all([started.catch(() => null), advising.promise])
      await Promise.all([sandbox?.close(0), advisor.close()])
    },
  }
}

function said({ text, lessons }: AnswerReport, { paint }: Terminal): string {
  const more = lessons.length > 0 ? `\n\n${paint('dim', `Lessons: ${lessons.join(', ')}`)}` : ''
  return `${paintMarkdown(text, paint)}${more}\n`
}

const OPTIONS = {
  json: { type: 'boolean' },
  after: { type: 'string' },
  file: { type: 'string' },
} as const
const USAGE =
  'overlap ask "QUESTION" [--json] [--after "PREVIOUS"], or overlap ask --file FILE for a question a line'

async function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArguments(args, OPTIONS, USAGE)
  const { json = false, after = null, file } = values
  if (file !== undefined) return { asked: await questionsIn(file), json: true }
  const question = positionals.join(' ').trim()
  if (question === '') throw wrongUsage('what is the question?', USAGE)
  return { asked: [{ question, after }], json }
}

/** Each line is a question, or a JSON object with `question` and `after`. `-` is stdin. */
async function questionsIn(file: string): Promise<readonly Asked[]> {
  const text = await readFile(file === '-' ? '/dev/stdin' : file, 'utf8').catch(() => {
    throw new Refusal(EXIT.noInput, `${file} cannot be read`)
  })
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '') return []
    if (!line.startsWith('{')) return [{ question: line.trim(), after: null }]
    try {
      const { question, after = null } = JSON.parse(line)
      if (typeof question === 'string') return [{ question, after: after && String(after) }]
    } catch {}
    throw new Refusal(EXIT.usage, `Not a question: ${line.slice(0, 80)}`)
  })
}
