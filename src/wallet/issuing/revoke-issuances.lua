-- Marks issuances as revoked and, unless told to keep them, ends every session of the account but the asker's (end-other-sessions.lua).
-- KEYS: the account, its wallets. ARGV: now (ms), when the sessions had last been ended as far as the asker knows or `keep`, ids.
-- Returns how many were not revoked before, and the second at which the sessions ended: 0 when they are kept, or when somebody else
-- ended them in the meantime and the asker's end with the others.
-- Records `revoked` where any was not, and `ended` with it where it is given.
local marks = {}
for at = 3, #ARGV do
  local mark = ARGV[at] .. ':revoked'
  if redis.call('HEXISTS', KEYS[2], ARGV[at]) == 1 and redis.call('HEXISTS', KEYS[2], mark) == 0 then
    table.insert(marks, mark)
  end
end
local newly = #marks
if newly == 0 then
  return { 0, 0 }
end
record('revoked')
if events.ended then
  record('ended')
end
for _, mark in ipairs(marks) do
  redis.call('HSET', KEYS[2], mark, ARGV[1])
end
if ARGV[2] == 'keep' then
  return { newly, 0 }
end
local now = tonumber(redis.call('TIME')[1])
local before = tonumber(redis.call('HGET', KEYS[1], 'sessions_ended_at') or '0')
local ended_at = math.max(now, before, math.min(before + 1, now + 2))
redis.call('HSET', KEYS[1], 'sessions_ended_at', ended_at)
if before ~= tonumber(ARGV[2]) or ended_at > now + 1 then
  return { newly, 0 }
end
return { newly, ended_at }
