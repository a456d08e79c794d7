-- Before a step that claims what is found by the index key: brings over what stands under another of the index keys to the one that counts,
-- so that the step finds it and nothing is claimed twice while the key is being changed (decision 72).
-- Further KEYS: pairs, the key under another index key and the same under the one that counts. Further ARGV: how many pairs.
local brought = 0

local function bring_over(other, counts)
  local kind = redis.call('TYPE', other).ok
  brought = brought + (kind == 'none' and 0 or 1)
  if kind == 'hash' then
    for _, field in ipairs(redis.call('HKEYS', other)) do
      redis.call('HSET', counts, field, redis.call('HGET', other, field))
    end
    redis.call('DEL', other)
  elseif kind == 'string' and redis.call('EXISTS', counts) == 0 then
    redis.call('RENAME', other, counts)
  elseif kind == 'string' then
    redis.call('DEL', other)
  end
end

for _ = 1, tonumber(table.remove(ARGV)) do
  local counts, other = table.remove(KEYS), table.remove(KEYS)
  bring_over(other, counts)
end
