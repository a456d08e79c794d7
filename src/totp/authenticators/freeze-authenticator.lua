-- Freezes an authenticator that its owner does not know, with every one that was begun while it was in use, and ends the sessions and
-- grants of the account: all of them for whoever has the link, and for a session, which stays in, the others. A session may be stolen:
-- for it the last ones in use stay. Where the authenticator itself was removed, what was begun on it is frozen all the same.
-- KEYS[1] the plus. ARGV: authenticator id, now (ISO 8601), `all`, or when the sessions had last been ended as far as the
-- asking session knows. Records `frozen`, and `ended` with it where it is given.
-- Returns 1 when frozen now, 2 when it was before, 0 when there is nothing to freeze, -1 when nothing else would be in use and it stays; and
-- the second at which the sessions ended, 0 when the asker's ended with the others, or none did.
local set, used, to_freeze = bound_with(KEYS[1], ARGV[1]), in_use(KEYS[1]), {}
for _, id in ipairs(used) do
  if set[id] then
    to_freeze[#to_freeze + 1] = id
  end
end
if #to_freeze == 0 then
  return { redis.call('HEXISTS', KEYS[1], '<plus:frozen>' .. ARGV[1]) == 1 and 2 or 0, 0 }
end
if ARGV[3] ~= 'all' and #to_freeze == #used then
  return { -1, 0 }
end
local recorded_as = record('frozen')
if events.ended then
  record('ended')
end
for _, id in ipairs(to_freeze) do
  redis.call('HSET', KEYS[1], '<plus:frozen>' .. id, ARGV[2])
  redis.call('HDEL', KEYS[1], '<plus:offset>' .. id)
end
return { 1, take_with_it(recorded_as, ARGV[3]) }
