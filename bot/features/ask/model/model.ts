/** The language model: any server that is compatible with OpenAI's chat completions, read as a stream. */
import type {
  ChatCompletionCreateParamsStreaming,
  ChatCompletionFunctionTool,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions'
import { z } from 'zod'
import type { Tokens } from '../../../store/usage.ts'
import type { ModelConfig } from './config.ts'
import { type Refused, refusedBy, spoken } from './dialect.ts'

export type Prompt = Readonly<{
  messages: readonly ChatCompletionMessageParam[]
  tools: readonly ChatCompletionFunctionTool[]
}>

/** A tool call by the model, not validated yet. */
export type Call = Readonly<{ id: string; name: string; arguments: string }>

export type Completion = Readonly<{
  text: string
  calls: readonly Call[]
  /** The answer reached the length limit. */
  cut: boolean
}>

export type Model = Readonly<{
  /**
   * Yields the text so far, each time it grows. `spent` is always called at the end with the number of tokens, which is
   * estimated if the server doesn't say.
   *
   * @throws {ModelError} There is no answer, or none that could be parsed.
   */
  complete(
    prompt: Prompt,
    signal: AbortSignal,
    spent: (tokens: Tokens) => void,
  ): AsyncGenerator<string, Completion>
}>

/** The model gave no answer, or none that could be parsed. `message` is for the log and contains no text of users. */
export class ModelError extends Error {
  override name = 'ModelError'
}

const LIMITS = {
  /** Includes thinking tokens. */
  answerTokens: 4000,
  /** The stream is closed beyond this, even if the server ignores `answerTokens`. */
  answerCharacters: 24_000,
  /** Longest duration of one call, even if data keeps coming. */
  callMs: 120_000,
  /** How long to wait for the token usage, which comes after the answer. */
  afterwardsMs: 1_000,
  calls: 8,
  argumentCharacters: 40_000,
  /** Retries after the first attempt. The client backs off and honours the server's `Retry-After`. */
  retries: 2,
  /** Rough average for English and Python. */
  charactersPerToken: 4,
} as const

/** Some servers send the object instead of its text. */
const callArguments = z.union([
  z.string(),
  z.looseObject({}).transform((all) => JSON.stringify(all)),
])

/** The fields used from a chunk. Servers differ in everything else. */
const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({
            content: z.string().nullish(),
            tool_calls: z
              .array(
                z.object({
                  index: z.int().min(0).max(LIMITS.calls).nullish(),
                  id: z.string().max(200).nullish(),
                  function: z
                    .object({
                      name: z.string().max(100).nullish(),
                      arguments: callArguments.nullish(),
                    })
                    .nullish(),
                }),
              )
              .nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z
    .object({ prompt_tokens: z.int().min(0), completion_tokens: z.int().min(0) })
    .nullish()
    .catch(null),
})
type Chunk = z.infer<typeof chunkSchema>

/** Creates a client for the configured server; the OpenAI library is loaded on the first call. */
export function createModel(config: ModelConfig): Model {
  const client = once(() => clientOf(config))
  let leftOut: Refused = new Set()

  /** Retries without the parameters that the server rejects; what worked is left out of later calls too. */
  async function open(body: ChatCompletionCreateParamsStreaming, signal: AbortSignal) {
    const { chat } = await client()
    for (let refused = leftOut; ; ) {
      try {
        const stream = await chat.completions.create(spoken(body, refused), { signal })
        leftOut = refused
        return stream
      } catch (error) {
        const name = refusedBy(error, refused)
        if (name === null) throw error
        refused = new Set([...refused, name])
      }
    }
  }

  const complete: Model['complete'] = async function* ({ messages, tools }, signal, spent) {
    const silence = silenceOf(config.timeoutMs, signal)
    const answer = newAnswer()
    try {
      const stream = await open(
        {
          model: config.name,
          messages: [...messages],
          ...(tools.length > 0 ? { tools: [...tools] } : {}),
          ...(config.temperature === null ? {} : { temperature: config.temperature }),
          max_completion_tokens: LIMITS.answerTokens,
          stream: true,
          stream_options: { include_usage: true },
          store: false,
        },
        silence.signal,
      )
      for await (const chunk of stream) {
        const isMore = answer.take(chunkSchema.parse(chunk))
        silence.broken(answer.isComplete())
        if (isMore) yield answer.text()
        if (answer.isTooLong()) break
      }
      // The client ends an aborted stream without an error.
      silence.signal.throwIfAborted()
      return answer.completion()
    } catch (error) {
      signal.throwIfAborted()
      // The answer is complete; only the connection stayed open or failed.
      if (answer.isComplete()) return answer.completion()
      throw new ModelError(reason(error, silence.isOver()))
    } finally {
      silence.end()
      spent(answer.tokens(messages))
    }
  }

  return { complete }
}

/**
 * Loads the library and creates the client. Values from environment variables are ignored in favour of the
 * configuration.
 */
async function clientOf({ apiKey, baseUrl, timeoutMs }: ModelConfig) {
  const { OpenAI } = await import('openai')
  return new OpenAI({
    // The client requires a key; local servers accept any.
    apiKey: apiKey ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    timeout: timeoutMs,
    maxRetries: LIMITS.retries,
    // Otherwise the client could write prompts and answers to the console.
    logLevel: 'off',
  })
}

/** Collects an answer from its chunks. */
function newAnswer() {
  let text = ''
  let finish = ''
  let usage: Chunk['usage'] = null
  const calls: { id: string; name: string; arguments: string }[] = []

  /** Adds a chunk; true if the visible text grew. */
  function take(chunk: Chunk): boolean {
    usage = chunk.usage ?? usage
    const [choice] = chunk.choices ?? []
    finish = choice?.finish_reason || finish
    for (const { index, id, function: part } of choice?.delta?.tool_calls ?? []) {
      // Servers that don't number their calls, or give all the same number as Ollama does, start each call with its name.
      const same = calls[index ?? calls.length - 1]
      const isOther = id && same?.id ? same.id !== id : typeof index !== 'number'
      const isNew = part?.name && same?.name && isOther
      const at = isNew ? calls.length : (index ?? Math.max(0, calls.length - 1))
      const call = calls[at] ?? { id: '', name: '', arguments: '' }
      calls[at] = call
      call.id ||= id ?? ''
      call.name ||= part?.name ?? ''
      call.arguments += part?.arguments ?? ''
    }
    const more = choice?.delta?.content ?? ''
    text += more
    return more !== '' && said() !== ''
  }

  function tokens(messages: Prompt['messages']): Tokens {
    const written = text.length + JSON.stringify(calls).length
    return {
      promptTokens: usage?.prompt_tokens ?? tokensOf(JSON.stringify(messages).length),
      answerTokens: usage?.completion_tokens ?? tokensOf(written),
    }
  }

  function completion(): Completion {
    return {
      text: said(),
      // A server may skip an index, or leave out a call's id.
      calls: calls
        .filter((call) => call !== undefined && call.name !== '')
        .slice(0, LIMITS.calls)
        .map((call, at) => ({ ...call, id: call.id || `call_${at}` })),
      cut: finish === 'length' || isTooLong(),
    }
  }

  function isTooLong(): boolean {
    const longest = Math.max(0, ...calls.map((call) => call?.arguments.length ?? 0))
    return (
      text.length > LIMITS.answerCharacters ||
      longest > LIMITS.argumentCharacters ||
      calls.length > LIMITS.calls
    )
  }

  const isComplete = () => finish !== '' || isTooLong()

  /** The text without the model's thinking, if the server includes it. */
  function said(): string {
    const end = text.lastIndexOf(THOUGHT_END)
    if (end >= 0) return text.slice(end + THOUGHT_END.length).trimStart()
    return THOUGHT.test(text) ? '' : text
  }

  return { take, completion, tokens, isTooLong, isComplete, text: said }
}

/** Some chat templates open the thinking block themselves, so that only its end tag is in the text. */
const THOUGHT = /^\s*<think>/
const THOUGHT_END = '</think>'

function tokensOf(characters: number): number {
  return Math.ceil(characters / LIMITS.charactersPerToken)
}

/** Aborts after `ms` without data (over all retries together), after `LIMITS.callMs`, or when the asker cancels. */
function silenceOf(ms: number, asked: AbortSignal) {
  const over = new AbortController()
  const begin = (longest = ms) => setTimeout(() => over.abort(), longest)
  let timer = begin()
  const longest = setTimeout(() => over.abort(), LIMITS.callMs)
  return {
    signal: AbortSignal.any([asked, over.signal]),
    isOver: () => over.signal.aborted,
    broken(isComplete: boolean) {
      clearTimeout(timer)
      timer = begin(isComplete ? Math.min(ms, LIMITS.afterwardsMs) : ms)
    },
    end() {
      clearTimeout(timer)
      clearTimeout(longest)
    },
  }
}

/** Only the status is reported, because servers repeat keys and prompts in their error messages. */
function reason(error: unknown, tooSilent: boolean): string {
  if (tooSilent) return 'it was silent for too long, or too long at it'
  if (error instanceof z.ZodError || error instanceof SyntaxError) return 'it sent nonsense'
  const { status } = z.object({ status: z.int().optional() }).catch({}).parse(error)
  if (status !== undefined) return `status ${status}`
  return error instanceof Error ? `${error.name} (${error.constructor.name})` : 'unknown'
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null
  return () => {
    made ??= make()
    return made
  }
}
