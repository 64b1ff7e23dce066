/** Renders a message for a terminal, with the answer that a chat gets. */
import type { Block, Message } from '../../core/message.ts'
import { size } from '../../lib/text/quantities.ts'
import { oneLine } from '../../lib/text/visible.ts'
import { type Paint, paintMarkdown } from './markdown.ts'

const INDENT = '  '

/** Renders the report on a file as indented text under the file's name. */
export function terminalReport(file: string, { blocks }: Message, paint: Paint): string {
  const parts = blocks.map((block) => blockText(block, paint)).filter(Boolean)
  return [paint('bold', oneLine(file)), ...parts.map(indent)].join('\n\n').concat('\n\n')
}

/** Choices, folds and pictures are left out, since a terminal has nothing to click. */
function blockText(block: Block, paint: Paint): string {
  switch (block.kind) {
    case 'markdown':
      return paintMarkdown(block.text, paint)
    case 'code':
      return codeText(block, paint)
    case 'facts':
      return block.facts
        .map(({ label, value }) => `${paint('dim', label)} ${oneLine(value)}`)
        .join(paint('dim', ' · '))
    case 'file':
      return fileText(block)
    case 'form':
      return FORMS[block.fields[0]?.name ?? ''] ?? ''
    case 'fold':
    case 'picture':
    case 'choices':
      return ''
  }
}

function fileText({ name, content, alt }: Extract<Block, { kind: 'file' }>): string {
  const wrote = `It wrote the file ${oneLine(name)} (${size(content.length)}).`
  return alt === undefined ? wrote : `${wrote} It shows: ${oneLine(alt, 1000)}`
}

/** What to say instead of a form, by its first field. */
const FORMS: Readonly<Record<string, string>> = {
  stdin: 'This program asks for input. Give it some with --stdin TEXT.',
  args: 'This program takes arguments. Give them after two dashes: overlap run FILE -- ARGS',
}

function codeText({ title, text, language }: Extract<Block, { kind: 'code' }>, paint: Paint) {
  const body = language === 'stderr' ? paint('red', text) : text
  return title ? `${paint('dim', title)}\n${indent(body)}` : indent(body)
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, INDENT)
}
