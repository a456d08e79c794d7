-- Replaces a record only if it still has the version that the caller read. A record that is not there has version 0.
-- KEYS[1] the record. ARGV: expected version, new value, life in milliseconds. Returns 1 when replaced, else 0.
local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
if version ~= tonumber(ARGV[1]) then
  return 0
end
redis.call('HSET', KEYS[1], 'version', version + 1, 'value', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
