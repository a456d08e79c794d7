-- `take_back(ledger, of)`: the last attempt of this kind was no failure after all, in no unit.
-- `forget_failures(counter, strangers, ledger, of, most)`, in which a right code ends: forgets the failures of this source, and those in a row of
-- its kind and of known devices; on a known device it also opens the door that strangers have worn out. What failed before stays counted of the day and the year.
local function one_less(key, field)
  if tonumber(redis.call('HGET', key, field) or '0') <= 1 then
    redis.call('HDEL', key, field)
  else
    redis.call('HINCRBY', key, field, -1)
  end
end

local function take_back(ledger, of)
  one_less(ledger, of .. ' row')
  for _, unit in ipairs({'hour', 'month'}) do
    local slot = redis.call('HGET', ledger, of .. ' last ' .. unit)
    if slot then
      one_less(ledger, of .. ' ' .. unit .. ' ' .. slot)
    end
  end
end

local function forget_failures(counter, strangers, ledger, of, most)
  take_back(ledger, of)
  redis.call('DEL', counter)
  redis.call('HDEL', ledger, of .. ' row', 'known row')
  if tonumber(redis.call('HGET', ledger, 'strangers row') or '0') >= tonumber(most) then
    redis.call('HDEL', ledger, 'strangers row')
    redis.call('DEL', strangers)
  end
end
