-- Tries the törlőkód out: a right one begins another year, and is kept under the index key of today. KEYS[1] the plus.
-- ARGV: hashes of the törlőkód, under each index key, that of today first, with spaces in between; now (ISO 8601).
-- Returns 1 when this is the törlőkód, else 0.
local kept = redis.call('HGET', KEYS[1], 'cancellation')
if not kept or not string.find(' ' .. ARGV[1] .. ' ', ' ' .. kept .. ' ', 1, true) then
  return 0
end
redis.call('HSET', KEYS[1], 'cancellation_checked_at', ARGV[2], 'cancellation', string.match(ARGV[1], '^%S+'))
return 1
