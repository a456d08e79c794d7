-- Takes in a batch of accounts: whole or not at all, each line after the one before it, and nothing is ever overwritten.
-- KEYS: the mark that other systems' hashes are there; then of each account its user name, its record, its person where all of it is known,
-- its verified address where it has one, its Ügyfélkapu+ where it brings authenticators, and whose each passkey is. ARGV: 1 where such hashes are
-- among these, else 0; then of each account its id, 1 where it may stand beside another with equal birth data, else 0, how many persons,
-- addresses, authenticators, and passkeys among them, how many strings follow, and these: the fields of the record and their values; and the same of the Ügyfélkapu+.
-- Records `imported` once, and `authenticator:<account>:<authenticator>` for each that was taken in. Returns for each account 1 when it was
-- added, 0 when it was there, below it the passkey that another account has (-1 the first), the id of the account that has the user name when that is another one, or an array of the ids of the person's accounts.
local function is_among(ids, id)
  for _, one in ipairs(ids) do
    if one == id then
      return true
    end
  end
  return false
end

-- The first of an account's passkeys that another account has.
local function taken_passkey(first, passkeys, id)
  for passkey = 1, passkeys do
    local owner = redis.call('GET', KEYS[first + passkey - 1])
    if owner and owner ~= id then
      return passkey
    end
  end
end

local outcomes = {}
local at, index, number = 2, 2, 1
local is_recorded = false
while index <= #KEYS do
  local id, is_another = ARGV[at], ARGV[at + 1]
  local persons, addresses = tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local authenticators, passkeys = tonumber(ARGV[at + 4]), tonumber(ARGV[at + 5])
  local first = at + 7
  local last = at + 6 + tonumber(ARGV[at + 6])
  local last_of_plus = last + 1 + tonumber(ARGV[last + 1])
  local name, account, person = KEYS[index], KEYS[index + 1], persons == 1 and KEYS[index + 2]
  local address = index + 2 + persons
  local plus = address + addresses
  local first_passkey = plus + (authenticators > 0 and 1 or 0)
  local taken = taken_passkey(first_passkey, passkeys, id)
  local holder = redis.call('GET', name)
  local known = person and redis.call('HKEYS', person) or {}
  local is_known = is_among(known, id)
  if holder and holder ~= id then
    table.insert(outcomes, holder)
  elseif #known > 0 and not is_known and is_another == '0' then
    table.insert(outcomes, known)
  elseif taken then
    table.insert(outcomes, -taken)
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
      for authenticator = 1, authenticators do
        record('authenticator:' .. number .. ':' .. authenticator, true)
      end
      redis.call('HSET', account, unpack(ARGV, first, last))
      if addresses == 1 then
        redis.call('HSET', KEYS[address], id, '')
      end
      if authenticators > 0 then
        redis.call('HSET', KEYS[plus], unpack(ARGV, last + 2, last_of_plus))
      end
      for passkey = 1, passkeys do
        redis.call('SET', KEYS[first_passkey + passkey - 1], id)
      end
    end
    if holder then
      redis.call('PERSIST', name)
    else
      redis.call('SET', name, id)
    end
    if person and not is_known then
      redis.call('HSET', person, id, '')
    end
    table.insert(outcomes, (is_new or not holder) and 1 or 0)
  end
  at = last_of_plus + 1
  index = first_passkey + passkeys
  number = number + 1
end
return outcomes
