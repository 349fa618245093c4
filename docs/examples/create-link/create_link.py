import json, os
from urllib.request import Request, urlopen

order = {
    "receiver": os.environ["RECEIVER"],
    "amount": "50000000",
    "title": "Order 7",
    "reference": "order-7",
    "success_url": "https://shop.example/thanks",
}
headers = {"Authorization": f"Bearer {os.environ['MICROPAY_KEY']}", "Content-Type": "application/json"}
url = f"{os.environ['MICROPAY_URL']}/api/link"
with urlopen(Request(url, json.dumps(order).encode(), headers)) as reply:
    print(reply.read().decode())
