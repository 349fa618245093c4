-- Each of these locks is taken alone: this table's, and then the next migration's.
ALTER TABLE "event" DROP CONSTRAINT "event_type_check";
ALTER TABLE "event" ADD CONSTRAINT "event_type_check" CHECK ("type" IN (
  'payment.prepared', 'payment.submitted', 'payment.committed', 'payment.confirmed', 'payment.failed',
  'payment.expired', 'payment.cancelled', 'payment.reorganised',
  'payout.signed', 'payout.committed', 'payout.confirmed', 'payout.failed', 'payout.reorganised',
  'withdrawal.prepared', 'withdrawal.submitted', 'withdrawal.committed', 'withdrawal.confirmed',
  'withdrawal.failed', 'withdrawal.expired', 'withdrawal.reorganised',
  'link.created', 'link.changed', 'link.paid', 'link.closed',
  'entry.adopted')) NOT VALID;
