-- A kind of what a request writes: takes back what was counted, where it is still counted. KEYS from `nth` on: the counters.
function kinds.giveBack(nth, how_many, amount)
  local counted = redis.call('MGET', unpack(KEYS, nth, nth + how_many - 1))
  for at, count in ipairs(counted) do
    if tonumber(count or '0') >= tonumber(amount) then
      redis.call('INCRBY', KEYS[nth + at - 1], -amount)
    end
  end
end
