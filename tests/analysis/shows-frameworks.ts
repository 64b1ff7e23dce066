/** Programs whose functions only a framework calls: some make a mistake because of that, close ones don't. */
import { finding, type Row } from './rows.ts'

export const showsOfFrameworks: readonly Row[] = [
  ...finding('frozen-window', (yes, no) => [
    yes(
      'a button that downloads',
      `
      import tkinter as tk, requests
      root = tk.Tk()
      def load():
          label["text"] = requests.get("https://example.com").text
      label = tk.Label(root)
      tk.Button(root, text="Load", command=load).pack()
      root.mainloop()
      `,
    ),
    yes(
      'a connected method that waits in another one',
      `
      import time
      from PyQt5.QtWidgets import QWidget, QPushButton
      class Window(QWidget):
          def __init__(self):
              self.button = QPushButton("Go", self)
              self.button.clicked.connect(self.go)
          def go(self):
              self.work()
          def work(self):
              for i in range(5):
                  time.sleep(1)
      `,
    ),
    no(
      'a button that starts a thread',
      `
      import threading, time, tkinter as tk
      root = tk.Tk()
      def work():
          time.sleep(5)
      def start():
          threading.Thread(target=work, daemon=True).start()
      tk.Button(root, command=start).pack()
      root.mainloop()
      `,
    ),
    no(
      'the work of a QThread',
      `
      import time
      from PyQt5.QtCore import QThread
      class Worker(QThread):
          def run(self):
              time.sleep(5)
      `,
    ),
    no(
      'waiting before the window is there',
      'import time, tkinter\ntime.sleep(1)\nroot = tkinter.Tk()\nroot.mainloop()',
    ),
  ]),
  ...finding('race-across-await', (yes, no) => [
    yes(
      'a handler of FastAPI writes back what it read before waiting',
      `
      import asyncio
      from fastapi import FastAPI
      app = FastAPI()
      seats = 10
      @app.post("/book")
      async def book():
          global seats
          left = seats
          await asyncio.sleep(0.1)
          seats = left - 1
      `,
    ),
    yes(
      'a command of a bot',
      `
      import asyncio
      from discord.ext import commands
      class Bank(commands.Cog):
          def __init__(self):
              self.balance = 100
          @commands.command()
          async def pay(self, ctx, amount):
              before = self.balance
              await ctx.send("wait")
              self.balance = before - amount
      `,
    ),
    no(
      'a request has its own state',
      `
      import asyncio
      from fastapi import FastAPI, Request
      app = FastAPI()
      @app.get("/")
      async def home(request: Request):
          before = request.state.count
          await asyncio.sleep(0.1)
          request.state.count = before + 1
      `,
    ),
    no(
      'updates of one bot come one after another',
      `
      from telegram.ext import Application, CommandHandler
      count = 0
      async def start(update, context):
          global count
          before = count
          await update.message.reply_text("hi")
          count = before + 1
      app = Application.builder().token("t").build()
      app.add_handler(CommandHandler("start", start))
      app.run_polling()
      `,
    ),
  ]),
  ...finding('shared-state-race', (yes, no) => [
    yes(
      'a counter of a Flask app',
      `
      from flask import Flask
      app = Flask(__name__)
      hits = 0
      @app.route("/")
      def home():
          global hits
          hits += 1
          return str(hits)
      `,
    ),
    yes(
      'a plain handler of FastAPI',
      `
      from fastapi import FastAPI
      app = FastAPI()
      total = 0
      @app.post("/add")
      def add(n: int):
          global total
          total = total + n
      `,
    ),
    no(
      'a row of a database, and what belongs to the request',
      `
      from flask import Flask, g, session
      app = Flask(__name__)
      @app.route("/")
      def home():
          g.count += 1
          session["n"] += 1
          user = User.query.get(1)
          user.points += 1
          return "ok"
      `,
    ),
    no(
      'under a lock',
      `
      import threading
      from flask import Flask
      app = Flask(__name__)
      lock = threading.Lock()
      hits = 0
      @app.route("/")
      def home():
          global hits
          with lock:
              hits += 1
          return str(hits)
      `,
    ),
    no(
      'a coroutine that does not wait between',
      `
      from fastapi import FastAPI
      app = FastAPI()
      hits = 0
      @app.get("/")
      async def home():
          global hits
          hits += 1
      `,
    ),
  ]),
]
