-- Ends every session and grant of an account for one who means to stay in (end-sessions.lua). KEYS[1] the account.
-- ARGV: when the sessions had last been ended as far as the asker knows.
-- Returns the second at which they ended; 0 when somebody else ended them in the meantime, or too often in this second: then the asker's
-- end with the others.
local now = tonumber(redis.call('TIME')[1])
local before = tonumber(redis.call('HGET', KEYS[1], 'sessions_ended_at') or '0')
local ended_at = math.max(now, before, math.min(before + 1, now + 2))
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
record('ended')
redis.call('HSET', KEYS[1], 'sessions_ended_at', ended_at)
if before ~= tonumber(ARGV[1]) or ended_at > now + 1 then
  return 0
end
return ended_at
