curl -s "$MICROPAY_URL/api/link" -H "Authorization: Bearer $MICROPAY_KEY" -H "Content-Type: application/json" -d '{
  "receiver": "'"$RECEIVER"'",
  "amount": "50000000",
  "title": "Order 7",
  "reference": "order-7",
  "success_url": "https://shop.example/thanks"
}'
