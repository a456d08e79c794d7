-- Marks issuances as revoked; where a citizen does it, every session of the account but the asker's ends.
-- KEYS[1] the account's wallets. ARGV: now (ms), when the sessions had last been ended as far as the asker knows or '', ids.
-- Returns how many were not revoked before, and the second at which the sessions ended: 0 when they are kept, or when somebody else
-- ended them in the meantime and the asker's end with the others.
-- Records `revoked` where any was not, and `ended` with it where it is given.
local marks = {}
for at = 3, #ARGV do
  local mark = ARGV[at] .. ':revoked'
  if redis.call('HEXISTS', KEYS[1], ARGV[at]) == 1 and redis.call('HEXISTS', KEYS[1], mark) == 0 then
    table.insert(marks, mark)
  end
end
local newly = #marks
if newly == 0 then
  return { 0, 0 }
end
local recorded_as = record('revoked')
if events.ended then
  record('ended')
end
for _, mark in ipairs(marks) do
  redis.call('HSET', KEYS[1], mark, ARGV[1])
end
return { newly, take_with_it(recorded_as, ARGV[2]) }
