-- Takes in a batch of accounts: whole or not at all, each line after the one before it, and nothing is ever overwritten. All is decided,
-- then recorded, then written: what cannot be recorded leaves no account behind.
-- KEYS: the mark that other systems' hashes are there; then of each account its user name, its record, its person where all of it is known,
-- its verified address where it has one, its Ügyfélkapu+ where it brings authenticators, and whose each of its passkeys is.
-- ARGV: 1 where such hashes are among these, else 0; then of each account its id, 1 where it may stand beside another with equal birth data,
-- else 0, how many persons, addresses, authenticators, and passkeys among these; how many strings follow, and these: the fields of the
-- record and their values; and the same of the Ügyfélkapu+.
-- Records `imported` once, and `authenticator:<account>:<authenticator>` for each that was taken in. Returns for each account 1 when it was
-- added, 0 when it was there, below it the passkey that another account has (-1 the first), the id of the account that has the user name
-- when that is another one, or an array of the ids of the person's accounts.
local function is_among(ids, id)
  for _, one in ipairs(ids) do
    if one == id then
      return true
    end
  end
  return false
end

-- What the lines before it in this batch will have written: who has a user name, whose data those of a person are, whose a passkey is.
local names, persons, owners = {}, {}, {}

-- The first of an account's passkeys that another account has.
local function taken_passkey(passkeys, id)
  for number, passkey in ipairs(passkeys) do
    local owner = owners[passkey] or redis.call('GET', passkey)
    if owner and owner ~= id then
      return number
    end
  end
end

local outcomes, taken, added = {}, {}, {}
local is_any_added = false
local at, index, number = 2, 2, 1
while index <= #KEYS do
  local id, is_another = ARGV[at], ARGV[at + 1]
  local authenticators = tonumber(ARGV[at + 4])
  local first, last = at + 7, at + 6 + ARGV[at + 6]
  local name, account = KEYS[index], KEYS[index + 1]
  local after_person = index + 2 + ARGV[at + 2]
  local after_address = after_person + ARGV[at + 3]
  local person = after_person > index + 2 and KEYS[index + 2]
  local address = after_address > after_person and KEYS[after_person]
  local plus = authenticators > 0 and KEYS[after_address]
  index = after_address + (plus and 1 or 0)
  local passkeys = {}
  for passkey = 1, tonumber(ARGV[at + 5]) do
    passkeys[passkey] = KEYS[index]
    index = index + 1
  end
  at = last + 2 + ARGV[last + 1]

  local holder = names[name] or redis.call('GET', name)
  local known = person and (persons[person] or redis.call('HKEYS', person)) or {}
  local is_listed = #known > 0 and is_among(known, id)
  local taken_one = taken_passkey(passkeys, id)
  if names[name] == id then
    outcomes[number] = 0
  elseif holder and holder ~= id then
    outcomes[number] = holder
  elseif #known > 0 and not is_listed and is_another == '0' then
    outcomes[number] = known
  elseif taken_one then
    outcomes[number] = -taken_one
  else
    local is_new = redis.call('EXISTS', account) == 0
    local is_added = is_new or not holder
    is_any_added = is_any_added or is_added
    outcomes[number] = is_added and 1 or 0
    names[name] = id
    local listed_under = not is_listed and person
    if listed_under then
      known[#known + 1] = id
      persons[person] = known
    end
    for _, passkey in ipairs(passkeys) do
      owners[passkey] = id
    end
    taken[#taken + 1] =
      {id, name, holder, account, is_new, listed_under, address, plus, passkeys, first, last, at - 1}
    for authenticator = 1, is_new and authenticators or 0 do
      added[#added + 1] = 'authenticator:' .. number .. ':' .. authenticator
    end
  end
  number = number + 1
end

if is_any_added then
  record('imported')
end
for _, authenticator in ipairs(added) do
  record(authenticator, true)
end

if is_any_added and ARGV[1] == '1' then
  redis.call('SET', KEYS[1], 1)
end
for _, line in ipairs(taken) do
  local id, name, holder, account, is_new, person, address, plus, passkeys, first, last, last_of_plus = unpack(line)
  if is_new then
    redis.call('HSET', account, unpack(ARGV, first, last))
    if address then
      redis.call('HSET', address, id, '')
    end
    if plus then
      redis.call('HSET', plus, unpack(ARGV, last + 2, last_of_plus))
    end
    for _, passkey in ipairs(passkeys) do
      redis.call('SET', passkey, id)
    end
  end
  if holder then
    redis.call('PERSIST', name)
  else
    redis.call('SET', name, id)
  end
  if person then
    redis.call('HSET', person, id, '')
  end
end
return outcomes
