-- A kind of what a request writes, a condition of all the rest: marks a record as used (seconds) by this request. Where another one used it
-- before, or it is not there any more, nothing is written, and the script fails with USED.
function kinds.firstUse(nth, now, by)
  if redis.call('EXISTS', KEYS[nth]) == 0 then
    error({err = 'USED gone'})
  end
  -- The client of Redis sends again what had no answer because the connection broke: it was this request then.
  if redis.call('HSETNX', KEYS[nth], 'consumed', now) == 0 and redis.call('HGET', KEYS[nth], 'used_by') ~= by then
    error({err = 'USED before'})
  end
  redis.call('HSET', KEYS[nth], 'used_by', by)
end
