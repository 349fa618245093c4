import json, os
from urllib.request import Request, urlopen

tip = {
    "receiver": os.environ["AUTHOR"],
    "title": "A tip for Ana",
    "presets": ["50000000", "100000000", "500000000"],
    "splits": [
        {"receiver": os.environ["FORUM"], "bps": 500},
        {"receiver": os.environ["MODERATOR"], "bps": 200},
    ],
    "info": "post-1204",
}
headers = {"Authorization": f"Bearer {os.environ['MICROPAY_KEY']}", "Content-Type": "application/json"}
url = f"{os.environ['MICROPAY_URL']}/api/link"
with urlopen(Request(url, json.dumps(tip).encode(), headers)) as reply:
    print(reply.read().decode())
