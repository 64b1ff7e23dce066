/** Parameters of OpenAI's chat completions that a compatible server may reject. */
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'
import { z } from 'zod'

type Body = ChatCompletionCreateParamsStreaming

/**
 * Parameters that an answer is as good without. Strict servers reject what they don't know, reasoning models reject a
 * temperature, and small models reject tools. More servers know the older name `max_tokens` than the current one.
 */
const OPTIONAL = [
  'store',
  'stream_options',
  'temperature',
  'max_completion_tokens',
  'tools',
] as const

/** Parameters to leave out. */
export type Refused = ReadonlySet<keyof Body>

/**
 * What the client throws for invalid parameters. The status is OpenAI's, that of servers built on FastAPI, that of
 * OpenRouter if no provider supports tools, or that of llama.cpp.
 */
const refusal = z.object({
  status: z.union([z.literal(400), z.literal(404), z.literal(422), z.literal(500)]),
  param: z.string().nullish(),
  message: z.string(),
})

/** `body` without the refused parameters. */
export function spoken(body: Body, refused: Refused): Body {
  const short = { ...body }
  for (const name of refused) delete short[name]
  if (refused.has('max_completion_tokens')) short.max_tokens = body.max_completion_tokens ?? null
  return short
}

/** The parameter that `error` complains about, if it can be left out; otherwise null. */
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
