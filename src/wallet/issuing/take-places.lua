-- Gives out places of the status list that is being filled; one that is half full is followed by the next.
-- KEYS: the number of the list being filled; of that list, which places are taken, and how many.
-- ARGV: the list that the asker means, how many places, how many a list gives out, and random places to choose from.
-- Returns the places, maybe fewer than asked for; nothing when another list is being filled by now.
local list, wanted, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if tonumber(redis.call('GET', KEYS[1]) or '0') ~= list then
  return false
end
if tonumber(redis.call('GET', KEYS[3]) or '0') + wanted > most then
  redis.call('SET', KEYS[1], list + 1)
  return false
end
local taken = {}
for at = 4, #ARGV do
  if #taken < wanted and redis.call('SETBIT', KEYS[2], ARGV[at], 1) == 0 then
    table.insert(taken, tonumber(ARGV[at]))
  end
end
redis.call('INCRBY', KEYS[3], #taken)
return taken
