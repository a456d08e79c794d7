-- A kind of what a request writes, a condition of all the rest: marks a record as used (seconds) by this request. Where another one used it
-- before, or it is not there any more, nothing is written, and the script fails with USED.
function kinds.firstUse(nth, now, by)
  local since, consumed, used_by = unpack(redis.call('HMGET', KEYS[nth], 'since', 'consumed', 'used_by'))
  if not since and redis.call('EXISTS', KEYS[nth]) == 0 then
    error({err = 'USED gone'})
  end
  -- The client of Redis sends again what had no answer because the connection broke: it was this request then.
  if consumed and used_by ~= by then
    error({err = 'USED before'})
  end
  redis.call('HSET', KEYS[nth], 'consumed', consumed or now, 'used_by', by)
end
