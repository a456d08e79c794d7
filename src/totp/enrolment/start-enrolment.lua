-- Begins an application, or one in place of another that the caller saw (as replace-version.lua does). KEYS[1] the application.
-- ARGV: expected version, the application (sealed), its life (ms), first version. Returns 1 when begun, else 0.
local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
if version ~= tonumber(ARGV[1]) then
  return 0
end
record('started')
local next_version = version == 0 and ARGV[4] or string.format('%.0f', version + 1)
redis.call('HSET', KEYS[1], 'version', next_version, 'value', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
