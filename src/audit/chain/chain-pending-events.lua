-- Moves pending events into their months, in their order, with their place in the chain. Of all nodes that try, one does: who computed the
-- chain from another head changes nothing. KEYS: pending events, the head, the list of months, then the months of these entries.
-- ARGV: sequence and hash of the head, then of each entry its id, which of the months, sequence, digest, hash.
-- Returns how many were moved, -1 when another was faster.
local sequence, hash = unpack(redis.call('HMGET', KEYS[2], 'sequence', 'hash'))
if (sequence or '0') ~= ARGV[1] or (hash or ARGV[2]) ~= ARGV[2] then
  return -1
end
local how_many = (#ARGV - 2) / 5
local pending = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', how_many)
for n = 1, how_many do
  if not pending[n] or pending[n][1] ~= ARGV[5 * n - 2] then
    return -1
  end
end
local ids = {}
for n = 1, how_many do
  local id, month, sequence_of_entry, digest, hash_of_entry = unpack(ARGV, 5 * n - 2, 5 * n + 2)
  local fields = pending[n][2]
  local key = KEYS[3 + tonumber(month)]
  redis.call('XADD', key, id, 'n', sequence_of_entry, 'd', digest, 'h', hash_of_entry, 'body', fields[4] or '')
  redis.call('ZADD', KEYS[3], 0, string.sub(key, -7))
  ids[n] = id
end
redis.call('XDEL', KEYS[1], unpack(ids))
redis.call('HSETNX', KEYS[2], 'first_id', ids[1])
redis.call('HSET', KEYS[2], 'sequence', ARGV[#ARGV - 2], 'hash', ARGV[#ARGV], 'id', ids[how_many])
redis.pcall('PUBLISH', KEYS[2], '')
return how_many
