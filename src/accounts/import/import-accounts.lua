-- Takes in a batch of accounts: whole or not at all, each line after the one before it, and nothing is ever overwritten.
-- KEYS: the mark that other systems' hashes are there; then of each account its user name, its record, its person, and its verified
-- address where it has one. ARGV: 1 where such hashes are among these, else 0; then of each account its id, 1 where it may stand beside
-- another with equal birth data, else 0, how many addresses, how many strings follow, and these: the fields of the record and their values.
-- Returns for each account 1 when it was added, 0 when it was there, the id of the account that has the user name when that is another
-- one, or an array of the ids of the person's accounts.
local function is_among(ids, id)
  for _, one in ipairs(ids) do
    if one == id then
      return true
    end
  end
  return false
end

local outcomes = {}
local at, index = 2, 2
local is_recorded = false
while index <= #KEYS do
  local name, account, person = KEYS[index], KEYS[index + 1], KEYS[index + 2]
  local id, is_another, addresses, first = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2]), at + 4
  local last = at + 3 + tonumber(ARGV[at + 3])
  local holder = redis.call('GET', name)
  local known = redis.call('HKEYS', person)
  local is_known = is_among(known, id)
  if holder and holder ~= id then
    table.insert(outcomes, holder)
  elseif #known > 0 and not is_known and is_another == '0' then
    table.insert(outcomes, known)
  else
    local is_new = redis.call('EXISTS', account) == 0
    if (is_new or not holder) and not is_recorded then
      record('imported')
      if ARGV[1] == '1' then
        redis.call('SET', KEYS[1], 1)
      end
      is_recorded = true
    end
    if is_new then
      redis.call('HSET', account, unpack(ARGV, first, last))
      if addresses == 1 then
        redis.call('HSET', KEYS[index + 3], id, '')
      end
    end
    if holder then
      redis.call('PERSIST', name)
    else
      redis.call('SET', name, id)
    end
    if not is_known then
      redis.call('HSET', person, id, '')
    end
    table.insert(outcomes, (is_new or not holder) and 1 or 0)
  end
  at = last + 1
  index = index + 3 + addresses
end
return outcomes
