/** An answer in the model's words: it writes, uses tools, and goes on writing. */
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import type { Tokens } from '../../../store/usage.ts'
import { type Call, type Completion, type Model, ModelError } from './model.ts'
import type { Tools } from './tools.ts'

/** Text so far, untrusted; and what is being done before it goes on. */
export type Draft = Readonly<{ text: string; doing: string | null }>

/** `broken`: why the model did not come to its end. */
export type Written = Readonly<{ text: string; cut: boolean; broken: string | null }>

/** Calls of the model for one answer; the last may use no tool. */
const MOST_CALLS = 5

type Parts = Readonly<{
  model: Model
  tools: Tools
  /** What is wrong with an answer, for the model to mend once; null when nothing is. */
  review(text: string): Promise<string | null>
  signal: AbortSignal
  /** However it ends: the tokens of all calls together, and whether the model failed. */
  onEnd(tokens: Tokens, failed: boolean): void
}>

/** Throws only what a tool throws, or when the asker gives up. */
export async function* write(
  asked: readonly ChatCompletionMessageParam[],
  { model, tools, review, signal, onEnd }: Parts,
): AsyncGenerator<Draft, Written> {
  const messages = [...asked]
  let tokens: Tokens = { promptTokens: 0, answerTokens: 0 }
  const spent = (more: Tokens) => {
    tokens = sum(tokens, more)
  }
  /** The answer that is being mended: better than none. */
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

/** The results go to the messages. */
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
