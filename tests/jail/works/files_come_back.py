# Text, a picture and a file in a folder.
# end: ok
# files: out.txt picture.png folder/deep.csv
import base64
import os

open("out.txt", "w").write("text")
open("picture.png", "wb").write(base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="))
os.mkdir("folder")
open("folder/deep.csv", "w").write("a,b\n")
