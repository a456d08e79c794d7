-- A kind of what a request writes, a condition of all the rest: marks a record as used (seconds). Where it was used before, or is not there any
-- more, nothing is written, and the script fails with USED.
function kinds.firstUse(nth, now)
  if redis.call('EXISTS', KEYS[nth]) == 0 then
    error({err = 'USED gone'})
  end
  if redis.call('HSETNX', KEYS[nth], 'consumed', now) == 0 then
    error({err = 'USED before'})
  end
end
