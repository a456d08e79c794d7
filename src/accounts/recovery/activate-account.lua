-- Spends an activation code: the account gets its password and is in use from here on. Of all attempts, on whatever node, one happens.
-- KEYS[1] the account. ARGV: hashes of the code, under each index key, with spaces in between; hash of the password, as what it was judged. Returns 1 when activated, else 0.
local status, code, ends_at = unpack(redis.call('HMGET', KEYS[1], 'status', 'activation', 'activation_until'))
if status ~= 'awaiting-activation' or not code or not string.find(' ' .. ARGV[1] .. ' ', ' ' .. code .. ' ', 1, true) then
  return 0
end
local time = redis.call('TIME')
if time[1] * 1000 + math.floor(time[2] / 1000) >= tonumber(ends_at) then
  return 0
end
record('activated')
redis.call('HSET', KEYS[1], 'status', 'active', 'password', ARGV[2], 'password_judged', ARGV[3])
redis.call('HDEL', KEYS[1], 'activation', 'activation_until')
return 1
