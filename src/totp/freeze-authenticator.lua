-- Freezes an authenticator that its owner does not know, and ends every session and grant of the account.
-- KEYS: the plus, the account. ARGV: authenticator id, now (ISO 8601).
-- Returns 1 when frozen now or before, 0 when there is no such authenticator.
if redis.call('HEXISTS', KEYS[1], 'authenticator:' .. ARGV[1]) == 0 then
  return 0
end
if redis.call('HSETNX', KEYS[1], 'frozen:' .. ARGV[1], ARGV[2]) == 1 then
  redis.call('HDEL', KEYS[1], 'offset:' .. ARGV[1])
  redis.call('HSET', KEYS[2], 'sessions_ended_at', redis.call('TIME')[1])
end
return 1
