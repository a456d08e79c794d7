-- Moves a presentation on if it still has the version that the move was decided on; one that is not there has version 0, and ids are
-- never given twice. KEYS[1] the presentation. ARGV: expected version, sealed presentation, life in seconds.
-- Returns 1 when it moved, else 0. Records `moved`, where it is given.
local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
if version ~= tonumber(ARGV[1]) then
  return 0
end
if events.moved then
  record('moved')
end
redis.call('HSET', KEYS[1], 'version', version + 1, 'value', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
