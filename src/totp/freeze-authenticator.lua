-- Freezes an authenticator that its owner does not know, and ends every session and grant of the account; with `unless-last`, only
-- where another one stays in use, and whoever asks ends the sessions, since they stay in.
-- KEYS: the plus, the account. ARGV: authenticator id, now (ISO 8601), `any` or `unless-last`.
-- Returns 1 when frozen now, 2 when it was before, 0 when there is no such authenticator, -1 when it is the last one in use and stays.
if redis.call('HEXISTS', KEYS[1], 'authenticator:' .. ARGV[1]) == 0 then
  return 0
end
if redis.call('HEXISTS', KEYS[1], 'frozen:' .. ARGV[1]) == 1 then
  return 2
end
if ARGV[3] == 'unless-last' and others_in_use(KEYS[1], ARGV[1]) == 0 then
  return -1
end
local recorded_as = record('frozen')
redis.call('HSET', KEYS[1], 'frozen:' .. ARGV[1], ARGV[2])
redis.call('HDEL', KEYS[1], 'offset:' .. ARGV[1])
leave_to_be_revoked(KEYS[2], recorded_as)
if ARGV[3] == 'any' then
  end_sessions(KEYS[2])
end
return 1
