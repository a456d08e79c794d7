-- Adds an entry to the history of an account that still exists, and forgets what is too old, or too much.
-- KEYS: the account, its history.
-- ARGV: sealed entry, how long entries are kept (ms), most entries. Returns 1 when it was added.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
local now = redis.call('TIME')
local oldest = now[1] * 1000 - ARGV[2]
redis.call('XADD', KEYS[2], '*', 'entry', ARGV[1])
redis.call('XTRIM', KEYS[2], 'MINID', string.format('%.0f', oldest))
redis.call('XTRIM', KEYS[2], 'MAXLEN', ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return 1
