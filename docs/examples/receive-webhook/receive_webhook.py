import base64, hashlib, hmac, json, os, time
from http.server import BaseHTTPRequestHandler, HTTPServer

secret = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))

class Hooks(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        id, timestamp = self.headers["webhook-id"], self.headers["webhook-timestamp"]
        signed = hmac.new(secret, f"{id}.{timestamp}.".encode() + body, hashlib.sha256)
        expected = "v1," + base64.b64encode(signed.digest()).decode()
        given = self.headers["webhook-signature"].split(" ")
        is_recent = abs(time.time() - int(timestamp)) < 300
        is_ours = any(hmac.compare_digest(expected, one) for one in given)
        if is_recent and is_ours:
            print(json.loads(body)["type"], flush=True)
        self.send_response(204 if is_recent and is_ours else 400)
        self.end_headers()

    def log_message(self, *_):
        pass

HTTPServer(("127.0.0.1", int(os.environ["HOOKS_PORT"])), Hooks).serve_forever()
