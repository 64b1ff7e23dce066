/**
 * A module that cannot be imported: a library that is not installed, a file that was not attached, or a name of Python
 * 2.
 */
import { code } from '../wording.ts'
import type { Failed, Lack } from './lack.ts'

/** Explains a failed import; null for other errors, or where only a part of an installed library is missing. */
export function missingLibrary({ error, line, result }: Failed): Lack | null {
  const [, name = ''] = /^ModuleNotFoundError: No module named '([^']{1,200})'/.exec(error) ?? []
  const top = name.split('.', 1)[0] ?? ''
  if (top === '' || result.libraries.some(({ module }) => module === top)) return null
  const stopped = `so the program stopped${line === null ? '' : ` at line ${line}`}`
  const renamed = RENAMED[name]
  if (renamed !== undefined) {
    const sentence = `${code(name)} is a name of Python 2, ${stopped}: in Python 3 it is ${code(renamed)}`
    return { of: 'library', sentence, surroundings: false }
  }
  const own = WELL_KNOWN.has(top)
    ? ''
    : `; if ${code(`${top}.py`)} is a file of yours, send it along`
  return {
    of: 'library',
    sentence: `${code(top)} isn't installed here, ${stopped}${own}`,
    surroundings: true,
  }
}

/** Modules of Python 2 and their current names. */
const RENAMED: Readonly<Record<string, string>> = {
  BaseHTTPServer: 'http.server',
  ConfigParser: 'configparser',
  HTMLParser: 'html.parser',
  Queue: 'queue',
  SocketServer: 'socketserver',
  StringIO: 'io',
  Tkinter: 'tkinter',
  __builtin__: 'builtins',
  cPickle: 'pickle',
  cStringIO: 'io',
  commands: 'subprocess',
  cookielib: 'http.cookiejar',
  httplib: 'http.client',
  thread: '_thread',
  tkMessageBox: 'tkinter.messagebox',
  urllib2: 'urllib.request',
  urlparse: 'urllib.parse',
  xmlrpclib: 'xmlrpc.client',
}

/** Modules of libraries; any other name may be one of the learner's files. */
const WELL_KNOWN = new Set(
  `IPython PIL PyQt5 PyQt6 PySide2 PySide6 aiobotocore aiocache aiofiles aiogram aiohttp aiokafka aiomultiprocess
  aiomysql aiopg aioredis aiosqlite anthropic anyio apscheduler arq asgiref asyncpg asyncssh asynctest azure billiard
  bokeh boto3 botocore bottle bs4 cachetools celery cloudscraper colorama cupy cv2 cython daphne dash dask databases
  discord distributed django djangorestframework docker dotenv dramatiq elasticsearch eventlet faker fastapi fitz
  flask flask_cors flask_restful flask_socketio flask_sqlalchemy gensim geopandas geopy gevent google grpc gunicorn
  gspread h5py httpx huey hypercorn ib_insync ipywidgets janus joblib jwt kafka keras keyboard kivy langchain librosa
  lightgbm locust loguru loky lxml markdown matplotlib modin mongoengine motor mpi4py multipart multiprocess mysql
  nest_asyncio networkx nltk nuitka numba numexpr numpy odbc openai openpyxl orjson pandas paramiko pathos pexpect
  pika playwright plotly polars prefect prometheus_client psutil psycopg psycopg2 pyarrow pyautogui pycuda pydantic
  pydantic_settings pydub pyfiglet pygame pymongo pymysql pynput pyodbc pyppeteer pyrogram pyspark pytesseract pytest
  pytest_asyncio pytz quart rapidfuzz ratelimit ray redis requests requests_html rich robin_stocks rq sanic scapy
  schedule scipy scrapy seaborn selenium sentry_sdk serial setproctitle shapely simpy skimage sklearn slack_bolt
  slack_sdk smbus snowflake socketio spacy speech_recognition sqlalchemy sqlmodel starlette statsmodels streamlit
  sympy telebot telegram telethon tenacity tensorflow termcolor textual tkinter tokenizers torch torchvision tornado
  tqdm transformers trio tweepy twisted ujson uvicorn uvloop watchdog websocket websockets werkzeug xgboost xlrd yaml
  yfinance youtube_dl yt_dlp zmq`.split(/\s+/),
)
