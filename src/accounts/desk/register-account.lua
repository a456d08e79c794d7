-- Registers somebody: the name is taken and the account is there with its activation code, all at once. KEYS: the name, the account,
-- its verified address where it has one.
-- ARGV: account id, life of the code (ms), hash of the code, then fields and values of the account.
-- Returns the instant (ms) at which the code ends, 0 when the name is taken.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
record('registered', true)
local time = redis.call('TIME')
local ends_at = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2])
redis.call('SET', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[2], 'activation', ARGV[3], 'activation_until', ends_at, unpack(ARGV, 4))
if KEYS[3] then
  redis.call('SADD', KEYS[3], ARGV[1])
end
return tonumber(ends_at)
