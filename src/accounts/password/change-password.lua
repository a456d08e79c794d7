-- Replaces a password hash only if it is still the one that was verified, and ends the sessions and grants of the account,
-- with what wallets hold of it: a thief may have taken a card into theirs.
-- KEYS[1] the account. ARGV: old hash, new hash, as what it was judged. Returns the second at which the sessions ended, 0 when the password had changed.
if redis.call('HGET', KEYS[1], 'password') ~= ARGV[1] then
  return 0
end
local recorded_as = record('changed')
redis.call('HSET', KEYS[1], 'password', ARGV[2], 'password_judged', ARGV[3])
return take_with_it(recorded_as)
