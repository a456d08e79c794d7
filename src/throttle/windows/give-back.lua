-- A kind of what a request writes: takes back what was counted, where it is still counted. KEYS from `nth` on: the counters.
function kinds.giveBack(nth, how_many, amount)
  for at = nth, nth + how_many - 1 do
    if tonumber(redis.call('GET', KEYS[at]) or '0') >= tonumber(amount) then
      redis.call('INCRBY', KEYS[at], -amount)
    end
  end
end
