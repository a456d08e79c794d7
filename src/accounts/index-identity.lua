-- Lists an account under its person, unless it is just being erased. KEYS: the account, the person. ARGV: account id.
-- Returns how many accounts the person has.
local status, closes_at = unpack(redis.call('HMGET', KEYS[1], 'status', 'closes_at'))
if status and not (status == 'disabled' and closes_at) then
  redis.call('HSET', KEYS[2], ARGV[1], '')
end
return redis.call('HLEN', KEYS[2])
