-- A kind of what a request writes, a condition of all the rest: spends a refresh token and keeps its successor; exactly one caller succeeds.
-- While the grace lasts everybody after is told the successor, and writes the rest as well.
-- KEYS from `nth` on: the token's record; the name of its successor, there as long as the grace; the record of the successor that was drawn;
-- where the token is itself a successor, the name under which it stands: spent, it is nobody's answer any more.
-- Given: how many keys, the successor that was drawn (sealed), the grace (ms; 0 for none), the payload of its record, its life (ms).
-- Says '' to the one and the successor within the grace. Without either nothing is written, and the script fails with USED.
function kinds.succession(nth, how_many, drawn, grace, payload, life)
  if redis.call('EXISTS', KEYS[nth]) == 0 then
    error({err = 'USED gone'})
  end
  if redis.call('HSETNX', KEYS[nth], 'consumed', time[1]) == 0 then
    local successor = redis.call('GET', KEYS[nth + 1])
    if not successor then
      error({err = 'USED before'})
    end
    return successor
  end
  if tonumber(grace) > 0 then
    redis.call('SET', KEYS[nth + 1], drawn, 'PX', grace)
  end
  if tonumber(how_many) == 4 then
    redis.call('DEL', KEYS[nth + 3])
  end
  redis.call('HSET', KEYS[nth + 2], 'payload', payload, 'since', time[1])
  redis.call('PEXPIRE', KEYS[nth + 2], life)
  return ''
end
