import { describe, expect, test } from 'vitest'
import { collectFacts } from '../../bot/analysis/facts/collect.ts'
import { addressOf, entriesOf } from '../../bot/analysis/facts/entries.ts'
import { reachable } from '../../bot/analysis/facts/reach.ts'
import { readSyntax } from '../../bot/analysis/facts/syntax.ts'
import { FRAMEWORKS } from '../../bot/analysis/frameworks.ts'

const factsOf = (code: string) => collectFacts(code, readSyntax(code))

/** Each function that a framework calls, as `name framework place`, with `+` where several run at the same time. */
function entriesIn(code: string): string[] {
  return entriesOf(factsOf(code)).map(({ func, framework, place }) =>
    [func.qualified, framework.title, place + (framework.many ? '+' : '')].join(' '),
  )
}

describe('functions that only a framework calls', () => {
  test.each<[because: string, code: string, ...entries: string[]]>([
    [
      'FastAPI: coroutines on the loop, plain functions in threads',
      'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/a")\nasync def a(): ...\n@app.post("/b")\ndef b(): ...',
      'a FastAPI loop+',
      'b FastAPI thread+',
    ],
    [
      'a router of FastAPI, and what its handlers depend on',
      'import fastapi\nrouter = fastapi.APIRouter()\ndef db(): ...\n@router.get("/")\nasync def home(d=fastapi.Depends(db)): ...',
      'home FastAPI loop+',
    ],
    [
      'Flask, also where the app comes from elsewhere',
      'from flask import Blueprint\nfrom .app import app\n@app.route("/")\ndef home(): ...\n@app.errorhandler(404)\ndef lost(e): ...',
      'home Flask thread+',
      'lost Flask thread+',
    ],
    [
      'aiohttp: a table of routes, and calls that add them',
      'from aiohttp import web\nroutes = web.RouteTableDef()\n@routes.get("/")\nasync def home(request): ...\nasync def other(request): ...\napp = web.Application()\napp.router.add_get("/other", other)',
      'home aiohttp loop+',
      'other aiohttp loop+',
    ],
    [
      'aiohttp: a list of routes',
      'from aiohttp import web\nclass Api:\n    async def get(self, request): ...\napi = Api()\napp = web.Application()\napp.add_routes([web.get("/", api.get)])',
      'Api.get aiohttp loop+',
    ],
    [
      'Django: functions by their addresses, and views',
      'from django.urls import path\nfrom django.views import View\ndef home(request): ...\nclass Page(View):\n    def get(self, request): ...\nurlpatterns = [path("", home), path("page", Page.as_view())]',
      'Page.get Django thread+',
      'home Django thread+',
    ],
    [
      'discord.py: events, commands and cogs',
      'import discord\nfrom discord.ext import commands, tasks\nbot = commands.Bot("!")\n@bot.event\nasync def on_message(m): ...\n@bot.command()\nasync def roll(ctx): ...\n@tasks.loop(seconds=5)\nasync def tick(): ...\nclass Music(commands.Cog):\n    @commands.command()\n    async def play(self, ctx): ...\n    @commands.Cog.listener()\n    async def on_ready(self): ...\nclass Own(discord.Client):\n    async def on_ready(self): ...\n    def helper(self): ...',
      'on_message discord.py loop+',
      'roll discord.py loop+',
      'tick discord.py loop+',
      'Music.play discord.py loop+',
      'Music.on_ready discord.py loop+',
      'Own.on_ready discord.py loop+',
    ],
    [
      'python-telegram-bot handles one update after another',
      'from telegram.ext import Application, CommandHandler\nasync def start(update, context): ...\napp = Application.builder().token("t").build()\napp.add_handler(CommandHandler("start", start))',
      'start python-telegram-bot loop',
    ],
    [
      'aiogram',
      'from aiogram import Dispatcher\ndp = Dispatcher()\n@dp.message()\nasync def echo(m): ...\n@dp.callback_query()\nasync def press(q): ...',
      'echo aiogram loop+',
      'press aiogram loop+',
    ],
    [
      'slack_bolt: plain functions in threads',
      'from slack_bolt import App\napp = App()\n@app.command("/hi")\ndef hi(ack): ...',
      'hi slack_bolt thread+',
    ],
    [
      'Celery',
      'from celery import Celery, shared_task\napp = Celery()\n@app.task(bind=True)\ndef work(self): ...\n@shared_task\ndef other(): ...',
      'work Celery process+',
      'other Celery process+',
    ],
    [
      'pytest: tests, fixtures and tests of a class',
      'import pytest\n@pytest.fixture\ndef server(): ...\n@pytest.mark.asyncio\nasync def test_it(server): ...\ndef test_plain(): ...',
      'server pytest main',
      'test_it pytest main',
      'test_plain pytest main',
    ],
    [
      'Tkinter: what a button calls, in the thread of the window',
      'import tkinter as tk\nroot = tk.Tk()\ndef load(): ...\ntk.Button(root, text="Load", command=load)\nroot.after(100, load)',
      'load Tkinter window',
    ],
    [
      'Qt: a connected method, and the work of a thread',
      'from PyQt5.QtCore import QThread\nfrom PyQt5.QtWidgets import QWidget\nclass Worker(QThread):\n    def run(self): ...\nclass Window(QWidget):\n    def __init__(self):\n        self.button.clicked.connect(self.load)\n    def load(self): ...\n    def closeEvent(self, e): ...',
      'Worker.run Qt thread',
      'Window.closeEvent Qt window',
      'Window.load Qt window',
    ],
    [
      'schedule: one job after another',
      'import schedule\ndef job(): ...\nschedule.every(5).seconds.do(job)',
      'job schedule main',
    ],
    [
      'click and typer',
      'import click, typer\napp = typer.Typer()\n@click.command()\ndef one(): ...\n@app.command()\ndef two(): ...',
      'one click main',
      'two Typer main',
    ],
    [
      'a dataclass',
      'from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\n    def __post_init__(self): ...',
      'A.__post_init__ dataclasses main',
    ],
    [
      'servers of the standard library',
      'import asyncio, http.server, socketserver\nclass Web(http.server.BaseHTTPRequestHandler):\n    def do_GET(self): ...\nclass Echo(socketserver.StreamRequestHandler):\n    def handle(self): ...\nasync def talk(r, w): ...\nasync def main():\n    await asyncio.start_server(talk, port=1)',
      'Web.do_GET http.server main',
      'Echo.handle socketserver main',
      'talk asyncio loop+',
    ],
    [
      'websockets',
      'import asyncio, websockets\nasync def echo(ws): ...\nasync def main():\n    async with websockets.serve(echo, "", 80):\n        await asyncio.Future()',
      'echo websockets loop+',
    ],
  ])('%s', (_, code, ...entries) => {
    expect(entriesIn(code).toSorted()).toEqual(entries.toSorted())
  })

  test.each<[because: string, code: string]>([
    ['a decorator of another module', 'import functools, discord\n@functools.cache\ndef f(): ...'],
    ['a name that is only like a test', 'def testament(): ...\ndef run_test_(): ...'],
    ['get of a dict', 'from aiohttp import web\ndef f(): ...\n{}.get(1)'],
    ['a route of a framework that is not imported', '@app.route("/")\ndef f(): ...'],
    [
      'a function handed to a thread',
      'import tkinter, threading\ndef f(): ...\nthreading.Thread(target=f).start()',
    ],
  ])('none: %s', (_, code) => {
    expect(entriesIn(code)).toEqual([])
  })
})

test('what only a framework calls, and what that calls, counts as reached', () => {
  const code = `from flask import Flask
app = Flask(__name__)
def deeper(): ...
def prices():
    deeper()
@app.route("/prices")
def page():
    return prices()
@unknown.library
def handed(): ...
def wrap(f): return f
@wrap
def wrapped(): ...
def dead(): ...`
  const names = [...reachable(factsOf(code))].map(({ name }) => name)
  expect(names.toSorted()).toEqual(['<module>', 'deeper', 'handed', 'page', 'prices', 'wrap'])
})

test('a handler has its address', () => {
  const facts = factsOf(
    'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/items/{id}")\nasync def item(id): ...\n@app.get(PATH)\ndef other(): ...',
  )
  expect(entriesOf(facts).map(addressOf)).toEqual(['/items/{id}', null])
})

test('each row of the table says whom it is about, and has names', () => {
  for (const { title, names } of FRAMEWORKS) {
    expect(title).not.toBe('')
    expect(names).toMatch(/^[\w* ]+$/)
  }
})
