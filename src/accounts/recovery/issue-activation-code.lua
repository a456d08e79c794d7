-- Gives an account that was never activated an activation code; one that it had before is void. The end is by the store's clock. A clerk
-- who issues one stands in the account from then on. KEYS[1] the account.
-- ARGV: hash of the code, its life (ms), account id of the clerk or ''. Returns the end (ms since 1970), 0 when the account awaits none.
if redis.call('HGET', KEYS[1], 'status') ~= 'awaiting-activation' then
  return 0
end
local time = redis.call('TIME')
local ends_at = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[2])
record('issued')
redis.call('HSET', KEYS[1], 'activation', ARGV[1], 'activation_until', string.format('%.0f', ends_at))
if ARGV[3] ~= '' then
  redis.call('HSET', KEYS[1], 'made_by:' .. ARGV[3], 1)
end
return ends_at
