-- Registers somebody: the name and the person are taken and the account is there with its activation code, all at once; a clerk who
-- registered it stands in it. Who has an account gets another one by an operator's word that it is another person, or once by the leave
-- of two people, which is spent.
-- KEYS: the name, the account, the person, the leave for a second account, its verified address where it has one.
-- ARGV: account id, life of the code (ms), hash of the code, account id of the clerk or '', 1 where it is another person with equal birth
-- data, else 0; then fields and values of the account. Records `registered`, and `second` where a leave is spent and it is given.
-- Returns the instant (ms) at which the code ends, 0 when the name is taken, -1 when the person has an account.
local is_second = redis.call('EXISTS', KEYS[3]) == 1 and ARGV[5] == '0'
if is_second and (redis.call('EXISTS', KEYS[4]) == 0 or not events.second) then
  return -1
end
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
record('registered', true)
if is_second then
  record('second')
  redis.call('DEL', KEYS[4])
  redis.call('HSET', KEYS[2], 'second_account', 1)
end
local time = redis.call('TIME')
local ends_at = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2])
redis.call('SET', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[3], ARGV[1], '')
redis.call('HSET', KEYS[2], 'activation', ARGV[3], 'activation_until', ends_at, unpack(ARGV, 6))
if ARGV[4] ~= '' then
  redis.call('HSET', KEYS[2], 'made_by:' .. ARGV[4], 1)
end
if KEYS[5] then
  redis.call('HSET', KEYS[5], ARGV[1], '')
end
return tonumber(ends_at)
