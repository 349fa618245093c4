curl -s "$MICROPAY_URL/api/link" -H "Authorization: Bearer $MICROPAY_KEY" -H "Content-Type: application/json" -d '{
  "receiver": "'"$RECEIVER"'",
  "amount": "0.5",
  "title": "Order 8"
}'
