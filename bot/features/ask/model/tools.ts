/** The model's tools: search the lessons, run a program in the jail, get advice on a program. */
import type { ChatCompletionFunctionTool } from 'openai/resources/chat/completions'
import { z } from 'zod'
import type { Lesson } from '../../../../lessons/lessons.ts'
import { LIMITS } from '../../../../sandbox/limits.ts'
import type { RunResult } from '../../../../sandbox/sandbox.ts'
import { TooComplexError } from '../../../lib/workers/errors.ts'
import type { AskContext } from '../context.ts'
import { bestPassages, type Retrieval } from '../search/retrieval.ts'
import type { Call } from './model.ts'
import { outcomeText } from './outcome.ts'
import type { Programs } from './programs.ts'
import { type Material, passageText } from './prompt.ts'

type Tool = Readonly<{
  about: string
  /** What the asker sees while the tool is in use. */
  doing: string
  given: z.ZodObject
  use(given: Readonly<Record<string, unknown>>): Promise<string>
}>

export type Tools = Readonly<{
  declared: readonly ChatCompletionFunctionTool[]
  doing(call: Call): string
  /** The result as text for the model. Invalid calls get an explanation; it throws only if the asker cancels. */
  use(call: Call): Promise<string>
}>

type Parts = Readonly<{
  retrieval: Retrieval
  programs: Programs
  material: Material
  advisor: AskContext['advisor']
  bug: AskContext['bug']
  /** Called with each lesson that a search found; the answer may cite it from then on. */
  onFound(lesson: Lesson): void
}>

/** Declares the model's tools (search lessons, run code, advise on code) and carries out its calls. */
export function toolsOf(parts: Parts): Tools {
  const tools = new Map(Object.entries(table(parts)))
  return {
    declared: [...tools].map(([name, { about, given }]) => ({
      type: 'function',
      function: { name, description: about, parameters: z.toJSONSchema(given) },
    })),
    doing: ({ name }) => tools.get(name)?.doing ?? 'Thinking…',
    async use({ name, arguments: text }) {
      const tool = tools.get(name)
      if (!tool) return 'There is no such tool.'
      const given = tool.given.safeParse(parsed(text))
      return given.success ? tool.use(given.data) : 'These arguments do not fit.'
    },
  }
}

function table(parts: Parts): Readonly<Record<string, Tool>> {
  const { retrieval, programs, material, advisor, bug, onFound } = parts
  /** If the advisor fails, the model gets no verdict, but the asker still gets an answer. */
  const advised = (program: string, result: RunResult | null) =>
    advisor.advise(program, result).catch((error: unknown) => {
      if (!(error instanceof TooComplexError)) bug(error)
      return null
    })
  const code = z.object({ code: z.string().min(1).max(LIMITS.codeBytes) })
  const query = z.object({ query: z.string().min(1).max(300) })
  return {
    search_lessons: {
      about: 'Finds passages of the lessons by words of their content.',
      doing: 'Looking through the lessons…',
      given: query,
      async use(given) {
        const found = bestPassages(retrieval.lessons(query.parse(given).query))
        for (const { lesson } of found) onFound(lesson)
        const passages = found.map((each) => passageText(each, material))
        return passages.join('\n\n') || 'The lessons say nothing about that.'
      },
    },
    run_code: {
      about:
        'Runs a whole Python program in a sandbox without internet: its output, times and a verdict.',
      doing: 'Running a program…',
      given: code,
      async use(given) {
        const program = code.parse(given).code
        const result = await programs.run(program)
        if (!result) return 'It was not run: no more runs now. Show no code that was not run.'
        const advice = await advised(program, result)
        return material('what came of running it', outcomeText(result, advice))
      },
    },
    advise_code: {
      about: 'Looks at a Python program without running it: findings with their lines.',
      doing: 'Looking at a program…',
      given: code,
      async use(given) {
        const advice = await advised(code.parse(given).code, null)
        return material('what the source says', outcomeText(null, advice))
      },
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
