curl -s "$MICROPAY_URL/api/link" -H "Authorization: Bearer $MICROPAY_KEY" -H "Content-Type: application/json" -d '{
  "receiver": "'"$AUTHOR"'",
  "title": "A tip for Ana",
  "presets": ["50000000", "100000000", "500000000"],
  "splits": [{"receiver": "'"$FORUM"'", "bps": 500}, {"receiver": "'"$MODERATOR"'", "bps": 200}],
  "info": "post-1204"
}'
