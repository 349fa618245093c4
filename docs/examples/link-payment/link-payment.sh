curl -s "$MICROPAY_URL/api/link/$SLUG/payment" -H "Authorization: Bearer $MICROPAY_KEY"
