-- Before a step that takes away as much as there is: Lua's stack holds about 8,000 values, so a command is given a thousand at a time.
-- It stays one step.
-- Deletes KEYS from the place `first` on.
local function delete_keys(first)
  for from = first, #KEYS, 1000 do
    redis.call('DEL', unpack(KEYS, from, math.min(from + 999, #KEYS)))
  end
end

-- Calls ZREM, HDEL and their like with `members` from the place `first` on.
local function remove_members(command, key, members, first)
  for from = first, #members, 1000 do
    redis.call(command, key, unpack(members, from, math.min(from + 999, #members)))
  end
end
