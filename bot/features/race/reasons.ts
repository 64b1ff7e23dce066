/** Why a loop is not raced, in plain words. One sentence each; names of the learner's stand between backticks. */
import { code } from '../../analysis/wording.ts'

export const REFUSALS = {
  broken: () => 'I cannot read this program well enough to race it: is there a syntax error?',
  none: () =>
    'I find no loop or comprehension here that calls one function over items, so there is nothing to race.',
  while: (line: number) =>
    `The \`while\` loop at line ${line} decides after each turn whether there is another: its turns cannot be started together.`,
  carried: (line: number, name: string, at: number) =>
    `The loop at line ${line} cannot be overlapped: each turn uses ${code(name)}, which the turn before changes at line ${at}.`,
  read: (line: number, callee: string, name: string) =>
    `The loop at line ${line} cannot be overlapped: ${code(callee)} reads ${code(name)}, which the loop sets in each turn.`,
  shared: (callee: string, name: string, at: number) =>
    `${code(callee)} changes ${code(name)} at line ${at}, which all its calls share: return the value instead, and it can be raced.`,
  leaves: (line: number, word: string) =>
    word === 'yield'
      ? `The loop gives each result away with \`yield\` at line ${line}, when it is asked for: overlapping it would do the work beforehand.`
      : `The loop can stop at a result (\`${word}\` at line ${line}): overlapping it would do work that is never asked for.`,
  generator: (line: number) =>
    `At line ${line} the work is done lazily, when a result is asked for: make a list of it, and it can be raced.`,
  generatorFunction: (callee: string) =>
    `${code(callee)} is a generator: calling it does no work yet.`,
  input: (callee: string) =>
    `${code(callee)} asks for input, and only one call at a time can do that.`,
  elseClause: (line: number) =>
    `The loop at line ${line} has an \`else\`: take it off, and it can be raced.`,
  caught: (line: number) =>
    `The call at line ${line} stands in a \`try\` inside the loop: move the \`try\` into the function, and it can be raced.`,
  within: (line: number) =>
    `The call at line ${line} stands in a \`with\` inside the loop: move the \`with\` into a function, and it can be raced.`,
  sometimes: (line: number) =>
    `The call at line ${line} is made in some turns only: choose the items before the loop, and it can be raced.`,
  order: (line: number, name: string, at: number) =>
    `The loop at line ${line} changes ${code(name)} at line ${at} before the call and uses it after: the turns lean on their order.`,
  layout: (line: number) =>
    `Line ${line} holds more than the loop: put the loop on lines of its own, and it can be raced.`,
  unclear: (line: number) => `I cannot rewrite the loop at line ${line} safely by machine.`,
} as const

/** Why a race has no time or no comparison; what goes into a chart is short. */
export const FAILURES = {
  program: (why: string) =>
    `The program did not run to its end, so there is nothing to race. ${why}.`,
  never: (line: number) =>
    `The loop at line ${line} was not done in this run, so there is nothing to race.`,
  trifle: (line: number, took: string) =>
    `The loop at line ${line} takes ${took}: too little to race, and nothing to gain. Give it more to do, and I can.`,
  single: (line: number) =>
    `The loop at line ${line} made one call only: there is nothing to overlap.`,
  late: (limit: string) => `not done after ${limit}`,
  cpu: (limit: string) => `not done after ${limit} of computing`,
  ok: 'its time could not be read',
  error: 'it ended with an error',
  timeout: 'it was not done in time',
  memory: 'it needed more memory than a run may use',
  output: 'it wrote more than a run may write',
  signal: 'a signal ended it',
  noReference: 'The loop as it is was not done in time, so the results could not be compared.',
  opaque: (type: string) =>
    `The results are ${code(type)} objects, which have no equality of their own: whether they are the same could not be checked.`,
  varying:
    'The calls use random numbers, the clock or `hash`, so their results differ from run to run and could not be compared.',
} as const
