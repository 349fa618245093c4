curl -s "$MICROPAY_URL/api/totals" -H "Authorization: Bearer $MICROPAY_KEY" -H "Content-Type: application/json" \
  -d '{"by": "info", "keys": ["post-1204", "post-1205"]}'
