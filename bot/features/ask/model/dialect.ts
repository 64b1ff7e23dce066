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

/** Names that are left out. */
export type Refused = ReadonlySet<keyof Body>

/**
 * What the client throws where parameters are wrong: with OpenAI's status, or that of servers built on FastAPI, of
 * OpenRouter where no provider knows tools, or of llama.cpp.
 */
const refusal = z.object({
  status: z.union([z.literal(400), z.literal(404), z.literal(422), z.literal(500)]),
  param: z.string().nullish(),
  message: z.string(),
})

/** `body` without what is refused. */
export function spoken(body: Body, refused: Refused): Body {
  const short = { ...body }
  for (const name of refused) delete short[name]
  if (refused.has('max_completion_tokens')) short.max_tokens = body.max_completion_tokens ?? null
  return short
}

/** What `error` refuses and can be left out; null where it is none of that. */
export function refusedBy(error: unknown, before: Refused): keyof Body | null {
  const { data } = refusal.safeParse(error)
  if (!data) return null
  const said = `${data.param} ${data.message}`
  return OPTIONAL.find((each) => !before.has(each) && mentions(said, each)) ?? null
}

function mentions(said: string, name: string): boolean {
  return new RegExp(`\\b(?:${name === 'tools' ? TOOLS : name})\\b`).test(said)
}

/** vLLM: “"auto" tool choice requires …”, OpenRouter: “No endpoints found that support tool use”. */
const TOOLS = 'tools|tool (?:choice|use|calling)'
