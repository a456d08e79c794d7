-- Tries the törlőkód out: a right one begins another year. KEYS[1] the plus. ARGV: hash of the törlőkód, now (ISO 8601).
-- Returns 1 when this is the törlőkód, else 0.
if redis.call('HGET', KEYS[1], 'cancellation') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'cancellation_checked_at', ARGV[2])
return 1
