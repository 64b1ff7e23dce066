import logging

logging.basicConfig(level=logging.DEBUG, format="%(levelname)s:%(name)s:%(threadName)s:%(processName)s:%(funcName)s:%(lineno)d:%(message)s")
logging.debug("shown")
