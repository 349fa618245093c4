curl -s "$MICROPAY_URL/api/payment/$PAYMENT/refund" -H "Authorization: Bearer $MICROPAY_KEY" \
  -H "Idempotency-Key: refund-of-order-7-cup" -H "Content-Type: application/json" \
  -d '{"amount": "10000000", "reason": "One cup was broken"}'
