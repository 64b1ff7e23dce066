import schedule
import requests
import time

def ping():
    print("ping", time.ctime())

def crawl():
    for n in range(200):
        r = requests.get(f"https://httpbin.org/delay/1?n={n}")
        print(n, r.status_code)

def mail():
    print("send mail")

schedule.every(5).seconds.do(ping)
schedule.every().minute.do(crawl)
schedule.every().hour.do(mail)

while 1:
    schedule.run_pending()
    time.sleep(1)
# ping stops for 3 minutes whenever crawl is running

# expert: schedule runs its jobs one after another in this thread: start crawl in a thread of its own
# verdict: threads, fix-first
# lines: 17, 10, 21, 9
# cause: (job|schedule|ping|run_pending).{0,100}(one after another|hold|wait|delay|thread|late)
