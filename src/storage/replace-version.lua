-- Replaces a record only if it still has the version that the caller read. A record that is not there has version 0; its first
-- version is random, so that a move decided on a deleted record does not fit the one that came after it.
-- KEYS[1] the record. ARGV: expected version, new value, life in milliseconds, first version. Returns 1 when replaced, else 0.
local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
if version ~= tonumber(ARGV[1]) then
  return 0
end
local next_version = version == 0 and ARGV[4] or string.format('%.0f', version + 1)
redis.call('HSET', KEYS[1], 'version', next_version, 'value', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
