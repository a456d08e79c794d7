-- Moves a client on if it still has the version that the change was decided on, and tells every node in the same step. A client
-- that is not there has version 0; its first version is random, so that a change decided on a removed one does not fit the next.
-- KEYS[1] the client. ARGV: expected version, sealed record or '' to remove it, first version, channel, client id, picture of its logo or
-- 'stays' or 'ends'.
-- Returns the new version, '0' when it was removed, false when somebody else was first.
local version = redis.call('HGET', KEYS[1], 'version') or '0'
if version ~= ARGV[1] then
  return false
end
record('changed')
redis.call('PUBLISH', ARGV[4], ARGV[5])
if ARGV[2] == '' then
  redis.call('DEL', KEYS[1])
  return '0'
end
local next_version = version == '0' and ARGV[3] or string.format('%.0f', tonumber(version) + 1)
redis.call('HSET', KEYS[1], 'version', next_version, 'record', ARGV[2])
if ARGV[6] == 'ends' then
  redis.call('HDEL', KEYS[1], 'logo')
elseif ARGV[6] ~= 'stays' then
  redis.call('HSET', KEYS[1], 'logo', ARGV[6])
end
return next_version
