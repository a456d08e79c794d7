-- Records that move from state to state: a move names the version that it was decided on. One that is not there has version 0; its first
-- version is random, so that a move decided on a deleted record does not fit the one that came after it.
local function is_at(key, version)
  return (redis.call('HGET', key, 'version') or '0') == version
end

-- `life`: milliseconds. `first`: the first version. Then more fields and values.
local function move_on(key, version, value, life, first, ...)
  local next_version = version == '0' and first or string.format('%.0f', tonumber(version) + 1)
  redis.call('HSET', key, 'version', next_version, 'value', value, ...)
  redis.call('PEXPIRE', key, life)
end

