import json, os
from urllib.request import Request, urlopen

webhook = {"url": os.environ["HOOKS"], "types": ["payment.confirmed"]}
headers = {"Authorization": f"Bearer {os.environ['MICROPAY_KEY']}", "Content-Type": "application/json"}
url = f"{os.environ['MICROPAY_URL']}/api/webhook"
with urlopen(Request(url, json.dumps(webhook).encode(), headers)) as reply:
    print(reply.read().decode())
