-- Freezes an authenticator that its owner does not know, and ends the sessions and grants of the account: all of them for whoever has the
-- link, and for a session, which stays in, the others. A session may be stolen: for it the last one in use stays.
-- KEYS: the plus, the account. ARGV: authenticator id, now (ISO 8601), `all`, or when the sessions had last been ended as far as the
-- asking session knows. Records `frozen`, and `ended` with it where it is given.
-- Returns 1 when frozen now, 2 when it was before, 0 when there is no such authenticator, -1 when it is the last one in use and stays; and
-- the second at which the sessions ended, 0 when the asker's ended with the others, or none did.
if redis.call('HEXISTS', KEYS[1], 'authenticator:' .. ARGV[1]) == 0 then
  return { 0, 0 }
end
if redis.call('HEXISTS', KEYS[1], 'frozen:' .. ARGV[1]) == 1 then
  return { 2, 0 }
end
if ARGV[3] ~= 'all' and others_in_use(KEYS[1], ARGV[1]) == 0 then
  return { -1, 0 }
end
local recorded_as = record('frozen')
if events.ended then
  record('ended')
end
redis.call('HSET', KEYS[1], 'frozen:' .. ARGV[1], ARGV[2])
redis.call('HDEL', KEYS[1], 'offset:' .. ARGV[1])
leave_to_be_revoked(KEYS[2], recorded_as)
if ARGV[3] == 'all' then
  end_sessions(KEYS[2])
  return { 1, 0 }
end
return { 1, end_other_sessions(KEYS[2], ARGV[3]) }
