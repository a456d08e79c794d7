-- Marks issuances as revoked and, unless told to keep them, ends every session of the account but the asker's.
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
return { newly, end_other_sessions(KEYS[1], ARGV[2]) }
