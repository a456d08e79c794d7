-- Cancels the Ügyfélkapu+ with the törlőkód: the authenticators go, the account stays, its sessions and grants end.
-- An application under way goes too. The instant is the store's, since clocks of nodes differ.
-- KEYS: the plus, its attempts, the account, the application. ARGV: hash of the törlőkód. Returns 1 when cancelled, else 0.
if redis.call('HGET', KEYS[1], 'cancellation') ~= ARGV[1] then
  record('refused')
  return 0
end
local recorded_as = record('cancelled')
redis.call('DEL', KEYS[1], KEYS[2], KEYS[4])
end_sessions(KEYS[3])
leave_to_be_revoked(KEYS[3], recorded_as)
return 1
