/** What a server that speaks OpenAI's chat completions does not take of them. */
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'
import { z } from 'zod'

type Body = ChatCompletionCreateParamsStreaming

/**
 * An answer is as good without these. Strict servers refuse what they do not know, models that think refuse a
 * temperature, and small ones tools. The older name `max_tokens` is known to more servers than the present one.
 */
const OPTIONAL = [
  'store',
  'stream_options',
  'temperature',
  'max_completion_tokens',
  'tools',
] as const

/** What the client throws where parameters are wrong: with OpenAI's status, or that of servers built on FastAPI. */
const refusal = z.object({
  status: z.union([z.literal(400), z.literal(422)]),
  param: z.string().nullish(),
  message: z.string(),
})

export type Dialect = Readonly<{
  /** `body` without what was refused before. */
  speak(body: Body): Body
  /** True when `error` refuses something that can be left out, and from now on is. */
  learns(error: unknown): boolean
}>

export function newDialect(): Dialect {
  const refused = new Set<keyof Body>()

  return {
    speak(body) {
      const spoken = { ...body }
      for (const name of refused) delete spoken[name]
      if (refused.has('max_completion_tokens'))
        spoken.max_tokens = body.max_completion_tokens ?? null
      return spoken
    },

    learns(error) {
      const { data } = refusal.safeParse(error)
      if (!data) return false
      const said = `${data.param} ${data.message}`
      const name = OPTIONAL.find((each) => !refused.has(each) && mentions(said, each))
      if (name) refused.add(name)
      return name !== undefined
    },
  }
}

function mentions(said: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(said)
}
