-- Lists an account under its verified address, if its profile is still as it was read and its erasure has not begun.
-- KEYS: the account, the address. ARGV: sealed profile, account id. Returns 1 when it is listed.
local profile, status, closes_at = unpack(redis.call('HMGET', KEYS[1], 'profile', 'status', 'closes_at'))
if profile ~= ARGV[1] or (closes_at and status == 'disabled') then
  return 0
end
redis.call('HSET', KEYS[2], ARGV[2], '')
return 1
