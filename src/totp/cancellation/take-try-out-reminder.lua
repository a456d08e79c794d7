-- Decides who reminds a citizen of trying the törlőkód out: one asker a year, counted from the activation, the last drill or
-- the last reminder. Where the törlőkód is from before it was dated, the year begins now.
-- KEYS[1] the plus. ARGV: now, a year ago (both ISO 8601, UTC). Returns 1 when the caller is to remind, else 0.
if redis.call('HEXISTS', KEYS[1], 'cancellation') == 0 then
  return 0
end
local checked_at = redis.call('HGET', KEYS[1], 'cancellation_checked_at')
if not checked_at then
  redis.call('HSET', KEYS[1], 'cancellation_checked_at', ARGV[1])
  return 0
end
local reminded_at = redis.call('HGET', KEYS[1], 'reminded_at') or ''
if checked_at > ARGV[2] or reminded_at > ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], 'reminded_at', ARGV[1])
return 1
