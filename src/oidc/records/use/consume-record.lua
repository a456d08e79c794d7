-- Marks a record as used; exactly one caller succeeds. KEYS[1] the record. ARGV: now (seconds).
-- Returns {1} for the one, {0, payload} for everyone after, {-1} when there is no such record.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {-1}
end
if redis.call('HSETNX', KEYS[1], 'consumed', ARGV[1]) == 1 then
  return {1}
end
return {0, redis.call('HGET', KEYS[1], 'payload')}
