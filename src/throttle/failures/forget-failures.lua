-- `take_back(ledger, of)`: the last attempt of this kind was no failure after all, in no unit.
-- `forget_failures(counter, strangers, ledger, of, most)`, in which a right code ends: forgets the failures of this source, and those in a row of
-- its kind and of known devices; on a known device it also opens the door that strangers have worn out. What failed before stays counted of the day and the year.

-- What stands in a ledger, and what is to become of it.
local function changes_of(ledger)
  local fields, kept = redis.call('HGETALL', ledger), {}
  for at = 1, #fields, 2 do
    kept[fields[at]] = tonumber(fields[at + 1])
  end
  return {kept = kept, gone = {}, counted = {}}
end

local function change(ledger, changes)
  if #changes.counted > 0 then
    redis.call('HSET', ledger, unpack(changes.counted))
  end
  if #changes.gone > 0 then
    redis.call('HDEL', ledger, unpack(changes.gone))
  end
end

local function drop(changes, field)
  if changes.kept[field] then
    changes.gone[#changes.gone + 1] = field
  end
end

local function one_less(changes, field)
  local failures = changes.kept[field] or 0
  if failures <= 1 then
    drop(changes, field)
  else
    changes.counted[#changes.counted + 1] = field
    changes.counted[#changes.counted + 1] = failures - 1
  end
end

local function one_less_in_units(changes, of)
  for _, unit in ipairs({'hour', 'month'}) do
    local slot = changes.kept[of .. ' last ' .. unit]
    if slot then
      one_less(changes, of .. ' ' .. unit .. ' ' .. slot)
    end
  end
end

local function take_back(ledger, of)
  local changes = changes_of(ledger)
  one_less(changes, of .. ' row')
  one_less_in_units(changes, of)
  change(ledger, changes)
end

local function forget_failures(counter, strangers, ledger, of, most)
  local changes = changes_of(ledger)
  one_less_in_units(changes, of)
  drop(changes, of .. ' row')
  if of ~= 'known' then
    drop(changes, 'known row')
  end
  redis.call('DEL', counter)
  if of ~= 'strangers' and (changes.kept['strangers row'] or 0) >= tonumber(most) then
    drop(changes, 'strangers row')
    redis.call('DEL', strangers)
  end
  change(ledger, changes)
end
