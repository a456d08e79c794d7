-- Registers somebody: the name and the person are taken and the account is there with its activation code, all at once; a clerk who
-- registered it stands in it. KEYS: the name, the account, the person, its verified address where it has one.
-- ARGV: account id, life of the code (ms), hash of the code, account id of the clerk or '', 1 where it is another person with equal birth
-- data, else 0; then fields and values of the account.
-- Returns the instant (ms) at which the code ends, 0 when the name is taken, -1 when the person has an account.
if ARGV[5] == '0' and redis.call('EXISTS', KEYS[3]) == 1 then
  return -1
end
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
record('registered', true)
local time = redis.call('TIME')
local ends_at = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2])
redis.call('SET', KEYS[1], ARGV[1])
redis.call('SADD', KEYS[3], ARGV[1])
redis.call('HSET', KEYS[2], 'activation', ARGV[3], 'activation_until', ends_at, unpack(ARGV, 6))
if ARGV[4] ~= '' then
  redis.call('HSET', KEYS[2], 'made_by:' .. ARGV[4], 1)
end
if KEYS[4] then
  redis.call('SADD', KEYS[4], ARGV[1])
end
return tonumber(ends_at)
