-- Ends a session for good: what is being written by a request that read it before does not bring it back.
-- KEYS[1] the session. ARGV: how long the mark stays (ms). Returns the session's uid. Records `signedOut`, where it is given.
local uid = redis.call('HGET', KEYS[1], 'uid')
if uid and events.signedOut then
  record('signedOut')
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'ended', 1)
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return uid
