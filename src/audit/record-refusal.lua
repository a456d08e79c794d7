-- Records what was refused, one by one while it is a few in a minute. Further ones are counted, and one entry will say how many.
-- KEYS[1] the counts of this minute and the last. ARGV: what was refused and from where, the same from anywhere, how many of one kind
-- and how many in all are recorded one by one, how many counts there may be, their life (ms). Returns 1 when recorded, 0 when counted.
local minute = math.floor(redis.call('TIME')[1] / 60)
local recorded_of = function(what) return tonumber(redis.call('HGET', KEYS[1], minute .. ' recorded ' .. what) or '0') end
local what = ARGV[1]
if recorded_of(what) == 0 and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[5]) then
  what = ARGV[2]
end
if recorded_of(what) < tonumber(ARGV[3]) and recorded_of('in all') < tonumber(ARGV[4]) then
  record('event')
  redis.call('HINCRBY', KEYS[1], minute .. ' recorded ' .. what, 1)
  redis.call('HINCRBY', KEYS[1], minute .. ' recorded in all', 1)
  redis.call('PEXPIRE', KEYS[1], ARGV[6])
  return 1
end
redis.call('HINCRBY', KEYS[1], minute .. ' counted ' .. what, 1)
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return 0
