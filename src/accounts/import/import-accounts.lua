-- Takes in a batch of accounts: whole or not at all, each line after the one before it, and nothing is ever overwritten.
-- KEYS: of each account its user name, its record, and its verified address where it has one. ARGV: of each account its id, how many
-- addresses, how many strings follow, and these: the fields of the record and their values. Returns for each account 1 when it was added,
-- 0 when it was there, and the id of the account that has the user name when that is another one.
local outcomes = {}
local at, index = 1, 1
local is_recorded = false
while index <= #KEYS do
  local name, account = KEYS[index], KEYS[index + 1]
  local id, addresses, first = ARGV[at], tonumber(ARGV[at + 1]), at + 3
  local last = at + 2 + tonumber(ARGV[at + 2])
  local holder = redis.call('GET', name)
  if holder and holder ~= id then
    table.insert(outcomes, holder)
  else
    local is_new = redis.call('EXISTS', account) == 0
    if (is_new or not holder) and not is_recorded then
      record('imported')
      is_recorded = true
    end
    if is_new then
      redis.call('HSET', account, unpack(ARGV, first, last))
      if addresses == 1 then
        redis.call('SADD', KEYS[index + 2], id)
      end
    end
    if holder then
      redis.call('PERSIST', name)
    else
      redis.call('SET', name, id)
    end
    table.insert(outcomes, (is_new or not holder) and 1 or 0)
  end
  at = last + 1
  index = index + 2 + addresses
end
return outcomes
