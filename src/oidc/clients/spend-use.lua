-- Spends one use of a token, and the token with its last. KEYS[1] the uses that are left, KEYS[2] the token.
-- Returns 1, or 0 when none was left.
local left = tonumber(redis.call('GET', KEYS[1]) or '0')
if left < 1 then
  return 0
end
if left == 1 then
  redis.call('DEL', KEYS[1], KEYS[2])
else
  redis.call('DECR', KEYS[1])
end
return 1
