-- Takes an account out of use that is erased now, whether or not its owner asked for it; they are told. Whoever finds it halfway goes on,
-- since its time is over. KEYS: the account, the messages to be sent. ARGV: now (ms), sealed message or ''.
-- Returns its sealed profile, or nothing when there is no such account.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return false
end
-- Begun before, and stopped: it is recorded, and its owner told.
if redis.call('HEXISTS', KEYS[1], 'erasure') == 1 then
  return redis.call('HGET', KEYS[1], 'profile')
end
local recorded_as = record('deleted')
if ARGV[2] ~= '' then
  queue_message(KEYS[2], ARGV[2])
end
redis.call('HSET', KEYS[1], 'status', 'disabled', 'closes_at', ARGV[1], 'erasure', recorded_as)
end_what_ends(recorded_as)
return redis.call('HGET', KEYS[1], 'profile')
