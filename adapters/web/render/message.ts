/** Renders a message of the tutor as HTML. */
import type { Block, Choice, Fact, Field, Message } from '../../../bot/core/message.ts'
import { count, size } from '../../../bot/lib/text/quantities.ts'
import { oneLine, visible } from '../../../bot/lib/text/visible.ts'
import { codeFigure } from './code.ts'
import { escapeHtml } from './html.ts'
import { renderMarkdown } from './markdown.ts'

/** Renders a message; `href` returns the URL for the content of block `index`. */
export function renderMessage({ blocks }: Message, href: (index: number) => string): string {
  return blocks
    .map((block, index) => (isInForm(block, blocks) ? '' : renderBlock(block, index, href(index))))
    .join('\n')
}

/** A form shows the contents of its fields, so the same code isn't shown above it as well. */
function isInForm(block: Block, all: readonly Block[]): boolean {
  if (block.kind !== 'code') return false
  const fields = all.flatMap((each) => (each.kind === 'form' ? each.fields : []))
  return fields.some(({ multiline, value }) => multiline && value === block.text)
}

function renderBlock(block: Block, index: number, href: string): string {
  switch (block.kind) {
    case 'markdown':
      return `<div class="prose">${renderMarkdown(block.text)}</div>`
    case 'fold':
      return `<details class="fold prose"><summary>${escapeHtml(block.title)}</summary>${renderMarkdown(block.text)}</details>`
    case 'code':
      return codeFigure({
        ...block,
        text: visible(block.text),
        href: block.fold && block.name ? href : undefined,
      })
    case 'facts':
      return `<dl class="facts">${block.facts.map(fact).join('')}</dl>`
    case 'choices':
      return choices(block.prompt, block.choices, index)
    case 'form':
      return form(block, index)
    case 'picture':
      return picture(block.svg, block.alt, href)
    case 'file':
      return file(block, href)
  }
}

function fact({ label, value }: Fact): string {
  return `<div><dt>${escapeHtml(visible(label))}</dt><dd>${escapeHtml(visible(value))}</dd></div>`
}

function choices(prompt: string | undefined, all: readonly Choice[], block: number): string {
  const buttons = all.map(
    ({ label, style, action }, choice) =>
      `<button type="button" class="${style ?? 'plain'}"${own(action.replaces)} data-act="${block}" data-choice="${choice}">${escapeHtml(label)}</button>`,
  )
  const words = prompt ? `<span>${escapeHtml(prompt)}</span>` : ''
  return `<div class="choices" role="group">${words}${buttons.join('')}</div>`
}

function form(block: Extract<Block, { kind: 'form' }>, index: number): string {
  const { title, submit, fields, action } = block
  return (
    `<form class="ask" data-act="${index}"${own(action.replaces)}><p>${escapeHtml(title)}</p>` +
    `${fields.map(field).join('')}<button type="submit" class="primary">${escapeHtml(submit)}</button></form>`
  )
}

/** The page hides buttons that only the asker may press from others. */
function own(replaces: boolean | undefined): string {
  return replaces ? ' data-own' : ''
}

function field({ name, label, multiline, value = '', placeholder = '', choices }: Field): string {
  if (choices)
    return `<label><span>${escapeHtml(label)}</span>${select(name, value, choices)}</label>`
  const attributes = `name="${escapeHtml(name)}" placeholder="${escapeHtml(placeholder)}" autocomplete="off" spellcheck="false"`
  const input = multiline
    ? `<textarea rows="${rowsFor(value)}" ${attributes}>\n${escapeHtml(value)}</textarea>`
    : `<input ${attributes} value="${escapeHtml(value)}">`
  return `<label><span>${escapeHtml(label)}</span>${input}</label>`
}

function select(name: string, chosen: string, choices: NonNullable<Field['choices']>): string {
  const options = choices.map(
    ({ label, value }) =>
      `<option value="${escapeHtml(value)}"${value === chosen ? ' selected' : ''}>${escapeHtml(label)}</option>`,
  )
  return `<select name="${escapeHtml(name)}">${options.join('')}</select>`
}

/** Shows all lines unless there are many. */
function rowsFor(value: string): number {
  return Math.min(24, Math.max(3, value.trimEnd().split('\n').length))
}

/** Our own renderer makes these; an SVG that could do more than show is embedded as a separate image anyway. */
function picture(svg: string, alt: string, href: string): string {
  const inside = ACTIVE.test(svg)
    ? `<img src="${escapeHtml(href)}" alt="${escapeHtml(alt)}">`
    : `<div role="img" aria-label="${escapeHtml(alt)}">${svg}</div>`
  return `<figure class="picture" tabindex="0">${inside}</figure>`
}

const ACTIVE =
  /<(?:script|foreignobject|iframe|image|use|a|animate|set|style)\b|\son\w+\s*=|href\s*=|style\s*=/i

function file({ name, content, alt }: Extract<Block, { kind: 'file' }>, href: string): string {
  const label = escapeHtml(oneLine(name))
  const address = escapeHtml(href)
  const link = `<a class="file" href="${address}" download="${label}"><span>${label}</span> <small>${bytes(content)}</small></a>`
  if (alt === undefined) return link
  return `<figure class="picture"><img src="${address}" alt="${escapeHtml(oneLine(alt, ALT))}" loading="lazy"><figcaption>${link}</figcaption></figure>`
}

/** Longest description that is read out, in characters. */
const ALT = 1000

function bytes({ byteLength }: Uint8Array): string {
  return byteLength === 0 ? count(0, 'byte') : size(byteLength)
}
