# verdict: sequential
# lines:
# cause: small|already|nothing to gain|fast|overhead|enough|cost
# Is it worth to use multiprocessing here? I read that threads do not work in python
import csv, io
data = "customer,net,rate\n" + "\n".join("c%d,%d,%.2f" % (i % 9, i, 0.19) for i in range(3000))
totals = {}
for row in csv.DictReader(io.StringIO(data)):
    gross = float(row["net"]) * (1 + float(row["rate"]))
    totals[row["customer"]] = totals.get(row["customer"], 0) + gross
for k in sorted(totals):
    print(k, round(totals[k], 2))
