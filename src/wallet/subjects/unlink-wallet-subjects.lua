-- Takes linked subjects from an account; where a citizen does it, every session of it but the asker's ends.
-- Their pointers lead nowhere from then on. What was issued by us is not linked, and stays.
-- KEYS[1] the account's subjects. ARGV: when the sessions had last been ended as far as the asker knows or '', id of the link or empty
-- for all.
-- Returns how many were linked, and the second at which the sessions ended: 0 when they are kept, or when somebody else ended them in
-- the meantime and the asker's end with the others.
-- Records `unlinked` where any was linked, and `ended` with it where it is given.
local linked = {}
local subjects = redis.call('HGETALL', KEYS[1])
for at = 1, #subjects, 2 do
  local how = cjson.decode(subjects[at + 1])
  if how.origin == 'linked' and (ARGV[2] == '' or how.id == ARGV[2]) then
    table.insert(linked, subjects[at])
  end
end
if #linked == 0 then
  return { 0, 0 }
end
local recorded_as = record('unlinked')
if events.ended then
  record('ended')
end
for _, hash in ipairs(linked) do
  redis.call('HDEL', KEYS[1], hash)
end
return { #linked, take_with_it(recorded_as, ARGV[1]) }
