-- Counts an attempt before it is evaluated, so that parallel guesses cannot slip past the limit; and where it comes from (take.lua).
-- KEYS[1] the counter. ARGV: now (ms), attempts in a round, rounds' locks (ms, comma separated), most consecutive
-- failures for ever (0: no such end), life of the counter (ms; 0: kept until a success).
-- Returns {1, attempts left in this round, wait, locked from now on until (ms; 0: not)} when the attempt may be evaluated,
-- {0, locked until (ms), wait} when not, {-1, 0, wait} when the counter has reached its end. `wait`: for how long there is no room where
-- it comes from (ms).
local wait = take()
local now = tonumber(ARGV[1])
local round = tonumber(ARGV[2])
local most = tonumber(ARGV[4])
local life = tonumber(ARGV[5])
local failures = tonumber(redis.call('HGET', KEYS[1], 'failures') or '0')
local locked_until = tonumber(redis.call('HGET', KEYS[1], 'locked_until') or '0')
if most > 0 and failures >= most then
  return {-1, 0, wait}
end
if locked_until > now then
  return {0, locked_until, wait}
end
failures = failures + 1
redis.call('HSET', KEYS[1], 'failures', failures)
local lock_begins = 0
if failures % round == 0 then
  local locks = {}
  for lock in string.gmatch(ARGV[3], '%d+') do
    locks[#locks + 1] = tonumber(lock)
  end
  local lock = locks[math.min(failures / round, #locks)]
  lock_begins = now + lock
  redis.call('HSET', KEYS[1], 'locked_until', lock_begins)
end
if life > 0 then
  redis.call('PEXPIRE', KEYS[1], life)
end
if most > 0 and failures >= most then
  lock_begins = 0
end
return {1, round - 1 - (failures - 1) % round, wait, lock_begins}
