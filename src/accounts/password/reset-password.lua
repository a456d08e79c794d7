-- Sets a forgotten password: only if the account still has the password hash that it had when the reset was asked for, so that of
-- all resets under way, on whatever node, one happens and the others are void. Touches no second factor.
-- KEYS[1] the account. ARGV: old hash, new hash, as what it was judged, `end` or `keep` for the sessions and grants, and for what wallets hold. Returns 1 when set, else 0.
if redis.call('HGET', KEYS[1], 'status') ~= 'active' or redis.call('HGET', KEYS[1], 'password') ~= ARGV[1] then
  return 0
end
local recorded_as = record('reset')
redis.call('HSET', KEYS[1], 'password', ARGV[2], 'password_judged', ARGV[3], 'reset_at', redis.call('TIME')[1])
if ARGV[4] == 'end' then
  end_sessions(KEYS[1])
  leave_to_be_revoked(KEYS[1], recorded_as)
end
return 1
