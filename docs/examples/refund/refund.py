import json, os
from urllib.request import Request, urlopen

refund = {"amount": "10000000", "reason": "One cup was broken"}
headers = {
    "Authorization": f"Bearer {os.environ['MICROPAY_KEY']}",
    "Idempotency-Key": "refund-of-order-7-cup",
    "Content-Type": "application/json",
}
url = f"{os.environ['MICROPAY_URL']}/api/payment/{os.environ['PAYMENT']}/refund"
with urlopen(Request(url, json.dumps(refund).encode(), headers)) as reply:
    print(reply.read().decode())
