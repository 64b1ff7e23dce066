/** Renders the admin's desk as HTML. */

import { type Workspace, workspaceKey } from '../../../bot/core/keys.ts'
import type { State } from '../../../bot/core/state.ts'
import { escapeHtml } from '../render/html.ts'

/** `html` is a rendered message. `follows`: refreshed when something changes in another panel. */
export type PanelView = Readonly<{
  id: string
  name: string
  title: string
  html: string
  follows: boolean
}>

type Desk = Readonly<{
  workspaces: readonly Workspace[]
  chosen: Workspace
  panels: readonly PanelView[]
  states: readonly State[]
}>

/** Renders the page of the admin's desk. */
export function deskPage({ workspaces, chosen, panels, states }: Desk): string {
  const titles = [...panels.map(({ name, title }) => ({ name, title })), STATES]
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Overlap: the admin's desk</title>
    <link rel="icon" href="/page/logo.svg" type="image/svg+xml">
    ${['page', 'log', 'code', 'pictures', 'phone', 'admin'].map((name) => `<link rel="stylesheet" href="/page/${name}.css">`).join('\n    ')}
    <script src="/page/theme.js"></script>
    <script type="module" src="/page/admin.js"></script>
  </head>
  <body>
    <aside class="side">
      <a class="brand" href="/" title="To the chat"><img src="/page/logo.svg" alt="Overlap" width="28" height="28"><span>Overlap</span></a>
      <nav aria-label="Parts of the desk"><ul>${titles.map(({ name, title }) => `<li><a href="#${name}">${title}</a></li>`).join('')}</ul></nav>
      <div class="me"><a class="quiet" href="/">To the chat</a>
        <button type="button" id="theme" class="quiet icon" aria-label="Dark or light"><svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor"/></svg></button></div>
    </aside>
    <main class="main desk">
      <header class="head"><h1>The admin's desk</h1>${picker(workspaces, chosen)}</header>
      <div class="scroll" tabindex="-1">${panels.map(panel).join('')}${stateList(states)}</div>
    </main>
    <div id="said" class="sr" role="status"></div>
    <div id="toast" class="toast" role="alert"></div>
  </body>
</html>
`
}

const STATES = { name: 'states', title: 'Parts' }

function panel({ id, name, title, html, follows }: PanelView): string {
  return (
    `<section class="panel" id="${name}" aria-labelledby="${name}-title" data-panel="${id}"${follows ? ' data-follows' : ''}>` +
    `<header><h2 id="${name}-title">${title}</h2><button type="button" class="quiet" data-again>Refresh</button></header>` +
    `<div class="body">${html}</div></section>`
  )
}

/** Without JavaScript, the button submits the form. */
function picker(workspaces: readonly Workspace[], chosen: Workspace): string {
  const options = workspaces.map((each) => {
    const key = workspaceKey(each)
    const selected = key === workspaceKey(chosen) ? ' selected' : ''
    return `<option value="${escapeHtml(key)}"${selected}>${escapeHtml(titleOf(each))}</option>`
  })
  return (
    `<form action="/admin" id="picker"><label><span class="sr">Workspace</span><select name="workspace">${options.join('')}</select></label>` +
    '<button type="submit" class="plain">Show</button></form>'
  )
}

function titleOf({ platform, workspace }: Workspace): string {
  if (platform === 'web') return 'This page'
  // Some platforms have messages outside any workspace.
  return `${platform} ${workspace || 'elsewhere'}`
}

function stateList(states: readonly State[]): string {
  const items = states.map(
    ({ name, ok, detail }) =>
      `<li><span class="${ok ? 'good' : 'wrong'}">${ok ? 'works' : 'does not work'}</span> <strong>${escapeHtml(name)}</strong> ${escapeHtml(detail)}</li>`,
  )
  return (
    `<section class="panel" id="${STATES.name}" aria-labelledby="states-title"><header><h2 id="states-title">${STATES.title} of Overlap</h2></header>` +
    `<ul class="states">${items.join('')}</ul></section>`
  )
}
