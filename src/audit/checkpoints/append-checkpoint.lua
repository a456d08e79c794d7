-- Adds a checkpoint, if it follows the last one, under the id 0-<number>. KEYS: the checkpoints, the head, which covers what.
-- ARGV: number, checkpoint, entries that it covers, hash of the checkpoint, id of the last entry that it covers.
-- Returns 1 when it was added, 0 when another node was faster.
if tonumber(redis.call('HGET', KEYS[2], 'checkpoint') or '0') ~= tonumber(ARGV[1]) - 1 then
  return 0
end
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('XADD', KEYS[1], '0-' .. ARGV[1], 'jws', ARGV[2])
redis.call('ZADD', KEYS[3], ARGV[3], ARGV[1])
redis.call('HSET', KEYS[2], 'checkpoint', ARGV[1], 'covered', ARGV[3], 'checkpoint_hash', ARGV[4], 'covered_id', ARGV[5],
  'checkpoint_at', now)
redis.pcall('PUBLISH', KEYS[2], '')
return 1
