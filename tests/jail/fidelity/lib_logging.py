import logging

logging.warning("to stderr")
logging.info("not shown")
logging.getLogger("a.b").error("with name")
try:
    1 / 0
except ZeroDivisionError:
    logging.exception("with traceback")
