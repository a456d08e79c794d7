-- Decides who offers a citizen a passkey: one sign-in a month, as long as there is room for another.
-- KEYS[1] the plus. ARGV: now, a month ago (both ISO 8601, UTC), most passkeys. Returns 1 when the caller is to offer it, else 0.
local offered_at = redis.call('HGET', KEYS[1], 'passkey_offered_at') or ''
if offered_at > ARGV[2] or redis.call('HEXISTS', KEYS[1], 'cancellation') == 0 then
  return 0
end
if #passkeys_of(KEYS[1]) >= tonumber(ARGV[3]) then
  return 0
end
redis.call('HSET', KEYS[1], 'passkey_offered_at', ARGV[1])
return 1
