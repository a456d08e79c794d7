-- Removes the first month, if it was shipped and a checkpoint covers it, and the checkpoints before the one that is kept.
-- KEYS: the month, the list of months, the head, the checkpoints, which covers what, the statement, how far shipping has come.
-- ARGV: month, sequence of its last entry, first checkpoint that is kept, signed statement, id of the first entry behind it.
-- Returns 1 when it was removed, else 0.
local last = tonumber(ARGV[2])
if redis.call('ZRANGE', KEYS[2], 0, 0)[1] ~= ARGV[1]
  or tonumber(redis.call('HGET', KEYS[3], 'covered') or '0') < last
  or tonumber(redis.call('HGET', KEYS[7], 'sequence') or '0') < last then
  return 0
end
redis.call('SET', KEYS[6], ARGV[4])
redis.call('UNLINK', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('XTRIM', KEYS[4], 'MINID', '0-' .. ARGV[3])
for _, number in ipairs(redis.call('ZRANGE', KEYS[5], 0, -1)) do
  if tonumber(number) >= tonumber(ARGV[3]) then
    break
  end
  redis.call('ZREM', KEYS[5], number)
end
redis.call('HSET', KEYS[3], 'first_id', ARGV[5])
return 1
