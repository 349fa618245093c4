import os
from urllib.request import Request, urlopen

headers = {"Authorization": f"Bearer {os.environ['MICROPAY_KEY']}"}
url = f"{os.environ['MICROPAY_URL']}/api/event?type=payment.confirmed&after=0"
with urlopen(Request(url, headers=headers)) as reply:
    print(reply.read().decode())
