curl -s "$MICROPAY_URL/api/event?type=payment.confirmed&after=0" -H "Authorization: Bearer $MICROPAY_KEY"
