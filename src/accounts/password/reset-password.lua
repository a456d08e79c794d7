-- Sets a forgotten password: only if the account still has the password hash that it had when the reset was asked for, so that of
-- all resets under way, on whatever node, one happens and the others are void. Touches no second factor.
-- Whether sessions end with it, the act says. KEYS[1] the account. ARGV: old hash, new hash, as what it was judged. Returns 1 when set, else 0.
if redis.call('HGET', KEYS[1], 'status') ~= 'active' or redis.call('HGET', KEYS[1], 'password') ~= ARGV[1] then
  return 0
end
local recorded_as = record('reset')
redis.call('HSET', KEYS[1], 'password', ARGV[2], 'password_judged', ARGV[3], 'reset_at', redis.call('TIME')[1])
take_with_it(recorded_as)
return 1
