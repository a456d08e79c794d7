-- Cancels the Ügyfélkapu+ with the törlőkód: the authenticators go, the account stays, its sessions and grants end.
-- KEYS: the plus, its attempts, the account. ARGV: hash of the törlőkód, now (seconds). Returns 1 when cancelled, else 0.
if redis.call('HGET', KEYS[1], 'cancellation') ~= ARGV[1] then
  return 0
end
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('HSET', KEYS[3], 'sessions_ended_at', ARGV[2])
return 1
