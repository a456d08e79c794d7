-- Cancels the Ügyfélkapu+ with the törlőkód: the authenticators go, the account stays, its sessions and grants end.
-- An application under way goes too. KEYS[1] the plus. ARGV: hashes of the törlőkód, under each index
-- key, with spaces in between. Returns 1 when cancelled, else 0.
local kept = redis.call('HGET', KEYS[1], 'cancellation')
if not kept or not string.find(' ' .. ARGV[1] .. ' ', ' ' .. kept .. ' ', 1, true) then
  record('refused')
  return 0
end
local recorded_as = record('cancelled')
take_with_it(recorded_as)
return 1
