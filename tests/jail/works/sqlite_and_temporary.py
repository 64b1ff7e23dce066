# A database in memory, one in a file, and temporary files.
# end: ok
# says: [(45,)] kept
# files: data.db
import sqlite3
import tempfile

database = sqlite3.connect("data.db")
database.execute("create table t (n)")
database.executemany("insert into t values (?)", [(n,) for n in range(10)])
database.commit()
with tempfile.NamedTemporaryFile("w+") as file, tempfile.TemporaryDirectory():
    file.write("kept")
    file.seek(0)
    print(database.execute("select sum(n) from t").fetchall(), file.read())
