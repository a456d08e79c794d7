-- Turns a finished application into an Ügyfélkapu+: the authenticator, its spent step and the hash of the törlőkód appear
-- together, and the application is gone. KEYS: the application, the plus, its attempts.
-- ARGV: expected version of the application, authenticator id, sealed authenticator, spent step, hash of the törlőkód.
-- Returns 1 when activated, 0 when the application moved on or is over, -1 when there is a plus already.
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then
  return 0
end
if redis.call('EXISTS', KEYS[2]) == 1 then
  return -1
end
redis.call('HSET', KEYS[2], 'authenticator:' .. ARGV[2], ARGV[3], 'step:' .. ARGV[2], ARGV[4], 'cancellation', ARGV[5])
redis.call('DEL', KEYS[1], KEYS[3])
return 1
