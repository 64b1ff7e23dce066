/** Why a loop is not raced, in plain words. One sentence each; names of the learner's stand between backticks. */
import { code } from '../../wording.ts'

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
    `At line ${line} the work is lazy: it's only done when a result is requested. Make it a list, and I can race it.`,
  generatorFunction: (callee: string) =>
    `${code(callee)} is a generator: calling it does no work yet.`,
  input: (callee: string) =>
    `${code(callee)} asks for input, and only one call at a time can do that.`,
  elseClause: (line: number) =>
    `The loop at line ${line} has an \`else\`: take it off, and it can be raced.`,
  caught: (line: number) =>
    `The call at line ${line} stands in a \`try\` inside the loop: move the \`try\` into the function, and it can be raced.`,
  within: (line: number) =>
    `The call at line ${line} is in a \`with\` block inside the loop. Move the \`with\` block into a function, and I can race it.`,
  sometimes: (line: number) =>
    `The call at line ${line} is made in some turns only: choose the items before the loop, and it can be raced.`,
  order: (line: number, name: string, at: number) =>
    `The loop at line ${line} changes ${code(name)} at line ${at} before the call and uses it after: the turns lean on their order.`,
  layout: (line: number) =>
    `Line ${line} holds more than the loop: put the loop on lines of its own, and it can be raced.`,
  unclear: (line: number) => `I cannot rewrite the loop at line ${line} safely.`,
} as const
