-- Cancels the Ügyfélkapu+ with the törlőkód: the authenticators go, the account stays, its sessions and grants end.
-- An application under way goes too. KEYS[1] the plus. ARGV: hash of the törlőkód. Returns 1 when cancelled, else 0.
if redis.call('HGET', KEYS[1], 'cancellation') ~= ARGV[1] then
  record('refused')
  return 0
end
local recorded_as = record('cancelled')
take_with_it(recorded_as)
return 1
