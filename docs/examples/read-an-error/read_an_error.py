import json, os
from urllib.error import HTTPError
from urllib.request import Request, urlopen

order = {"receiver": os.environ["RECEIVER"], "amount": "0.5", "title": "Order 8"}
headers = {"Authorization": f"Bearer {os.environ['MICROPAY_KEY']}", "Content-Type": "application/json"}
url = f"{os.environ['MICROPAY_URL']}/api/link"
try:
    urlopen(Request(url, json.dumps(order).encode(), headers))
except HTTPError as error:
    problem = json.load(error)
    if problem["code"] == "VALIDATION_ERROR":
        print(json.dumps(problem))
