import json, os
from urllib.request import Request, urlopen

question = {"by": "info", "keys": ["post-1204", "post-1205"]}
headers = {"Authorization": f"Bearer {os.environ['MICROPAY_KEY']}", "Content-Type": "application/json"}
url = f"{os.environ['MICROPAY_URL']}/api/totals"
with urlopen(Request(url, json.dumps(question).encode(), headers)) as reply:
    print(reply.read().decode())
