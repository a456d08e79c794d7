-- Notes what is about to be issued to a wallet, if the account may have it at this instant: whoever disables, closes or cancels after
-- this finds the record and revokes it, and nothing is noted before all that is due was revoked. KEYS: the account, its Ügyfélkapu+, its wallets.
-- ARGV: the second at which the wallet's token was issued, id and sealed record, how many fields there may be, and fields that make room.
-- Returns 1 when noted, else 0.
local status, closes_at, ended_at, due =
  unpack(redis.call('HMGET', KEYS[1], 'status', 'closes_at', 'sessions_ended_at', 'revocation_due'))
if status ~= 'active' or closes_at or due or redis.call('EXISTS', KEYS[2]) == 0 then
  return 0
end
if tonumber(ARGV[1]) <= tonumber(ended_at or '0') then
  return 0
end
local most = tonumber(ARGV[4])
for at = 5, #ARGV do
  most = most + redis.call('HEXISTS', KEYS[3], ARGV[at])
end
if redis.call('HLEN', KEYS[3]) >= most then
  return 0
end
record('issued')
remove_members('HDEL', KEYS[3], ARGV, 5)
redis.call('HSET', KEYS[3], ARGV[2], ARGV[3])
return 1
