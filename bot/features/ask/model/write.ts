/** Lets the model write an answer: it writes, uses tools, and continues writing. */
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import type { Tokens } from '../../../store/usage.ts'
import { type Call, type Completion, type Model, ModelError } from './model.ts'
import type { Tools } from './tools.ts'

/** `text` so far, untrusted. `doing`: what the model is waiting for, such as a tool; otherwise null. */
export type Draft = Readonly<{ text: string; doing: string | null }>

/** `broken`: why the model failed before the end of its answer; null if it didn't. */
export type Written = Readonly<{ text: string; cut: boolean; broken: string | null }>

/** Maximum model calls for one answer; the last one has no tools. */
const MOST_CALLS = 5

type Parts = Readonly<{
  model: Model
  tools: Tools
  /** What is wrong with an answer, for the model to fix once; null if nothing is. */
  review(text: string): Promise<string | null>
  signal: AbortSignal
  /** Always called at the end, with the tokens of all calls together and whether the model failed. */
  onEnd(tokens: Tokens, failed: boolean): void
}>

/** Yields drafts and returns the answer. Throws only what a tool throws, or if the asker cancels. */
export async function* write(
  asked: readonly ChatCompletionMessageParam[],
  { model, tools, review, signal, onEnd }: Parts,
): AsyncGenerator<Draft, Written> {
  const messages = [...asked]
  let tokens: Tokens = { promptTokens: 0, answerTokens: 0 }
  const spent = (more: Tokens) => {
    tokens = sum(tokens, more)
  }
  /** The answer that is being fixed, in case the fix fails. */
  let whole: Written | null = null
  let text = ''
  let broken: string | null = null
  try {
    for (let calls = 1; ; calls++) {
      const isLast = calls === MOST_CALLS
      const prompt = { messages, tools: isLast ? [] : tools.declared }
      const stream = model.complete(prompt, signal, spent)
      let step = await stream.next()
      for (; !step.done; step = await stream.next()) {
        text = step.value
        yield { text, doing: null }
      }
      const completion = step.value
      text = completion.text
      messages.push(assistant(completion))
      if (completion.calls.length > 0 && !isLast) {
        yield* used(completion, tools, messages)
        continue
      }
      if (text.trim() === '') throw new ModelError('it wrote nothing')
      const written = { text, cut: completion.cut, broken }
      const fault: string | null = whole || isLast ? null : await review(text)
      if (fault === null) return written
      whole = written
      messages.push({ role: 'user', content: fault })
      yield { text, doing: 'Mending the program…' }
    }
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    broken = error.message
    return whole ?? { text, cut: false, broken }
  } finally {
    onEnd(tokens, broken !== null)
  }
}

/** Carries out the tool calls and appends the results to `messages`. */
async function* used(
  { text, calls }: Completion,
  tools: Tools,
  messages: ChatCompletionMessageParam[],
): AsyncGenerator<Draft, void> {
  for (const call of calls) {
    yield { text, doing: tools.doing(call) }
    messages.push({ role: 'tool', tool_call_id: call.id, content: await tools.use(call) })
  }
}

function assistant({ text, calls }: Completion): ChatCompletionMessageParam {
  if (calls.length === 0) return { role: 'assistant', content: text }
  return {
    role: 'assistant',
    content: text,
    tool_calls: calls.map(({ id, name, arguments: given }: Call) => ({
      id,
      type: 'function',
      function: { name, arguments: given },
    })),
  }
}

function sum(a: Tokens, b: Tokens): Tokens {
  return {
    promptTokens: a.promptTokens + b.promptTokens,
    answerTokens: a.answerTokens + b.answerTokens,
  }
}
