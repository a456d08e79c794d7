-- A citizen ends one of their sessions: with it go the grants that were got in it, and no token passes without its grant.
-- KEYS: the session, the pointer to it, then the grants. ARGV: the session's uid, how long the mark stays (ms).
-- Returns 1, or 0 when the session is not there any more.
if redis.call('HGET', KEYS[1], 'uid') ~= ARGV[1] then
  return 0
end
record('ended')
delete_keys(1)
-- What is being written by a request that read it before does not bring it back.
redis.call('HSET', KEYS[1], 'ended', 1)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
