curl -s "$MICROPAY_URL/api/webhook" -H "Authorization: Bearer $MICROPAY_KEY" -H "Content-Type: application/json" -d '{
  "url": "'"$HOOKS"'",
  "types": ["payment.confirmed"]
}'
