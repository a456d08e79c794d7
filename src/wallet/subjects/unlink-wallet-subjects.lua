-- Takes linked subjects from an account and, unless told to keep them, ends every session of it but the asker's.
-- Their pointers lead nowhere from then on. What was issued by us is not linked, and stays.
-- KEYS: the account, its subjects. ARGV: when the sessions had last been ended as far as the asker knows or `keep`, id of the link or
-- empty for all.
-- Returns how many were linked, and the second at which the sessions ended: 0 when they are kept, or when somebody else ended them in
-- the meantime and the asker's end with the others.
-- Records `unlinked` where any was linked, and `ended` with it where it is given.
local linked = {}
local subjects = redis.call('HGETALL', KEYS[2])
for at = 1, #subjects, 2 do
  local how = cjson.decode(subjects[at + 1])
  if how.origin == 'linked' and (ARGV[2] == '' or how.id == ARGV[2]) then
    table.insert(linked, subjects[at])
  end
end
if #linked == 0 then
  return { 0, 0 }
end
record('unlinked')
if events.ended then
  record('ended')
end
for _, hash in ipairs(linked) do
  redis.call('HDEL', KEYS[2], hash)
end
if ARGV[1] == 'keep' then
  return { #linked, 0 }
end
return { #linked, end_other_sessions(KEYS[1], ARGV[1]) }
