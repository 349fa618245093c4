import os
from urllib.request import Request, urlopen

headers = {"Authorization": f"Bearer {os.environ['MICROPAY_KEY']}"}
url = f"{os.environ['MICROPAY_URL']}/api/link/{os.environ['SLUG']}/payment"
with urlopen(Request(url, headers=headers)) as reply:
    print(reply.read().decode())
