-- Takes in a batch of accounts: whole or not at all, each line after the one before it, and nothing is ever overwritten. All is decided,
-- then recorded, then written: what cannot be recorded leaves no account behind.
-- KEYS: the mark that other systems' hashes are there; then of each account its user name, its record, its person where all of it is known,
-- its verified address where it has one, its Ügyfélkapu+ where it brings authenticators, and whose each of its passkeys is.
-- ARGV: 1 where such hashes are among these, else 0; the accounts as JSON, which is read in half the time of as many arguments: of each its id,
-- whether it may stand beside another with equal birth data, how many of these keys are persons, addresses, and passkeys, how many
-- authenticators it brings, the fields of the record and their values one after the other, and the same of the Ügyfélkapu+.
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

-- The first of an account's passkeys that another account has. @param from, to: where their keys stand.
local function taken_passkey(from, to, id)
  for at = from, to do
    local owner = owners[KEYS[at]] or redis.call('GET', KEYS[at])
    if owner and owner ~= id then
      return at - from + 1
    end
  end
end

local outcomes, taken, added, lasting = {}, {}, {}, {}
local is_any_added = false
-- Keys are known by where they stand.
local index = 2
for number, account in ipairs(cjson.decode(ARGV[2])) do
  local id, is_another, persons_of, addresses, owned, authenticators = unpack(account, 1, 6)
  local name, record_at, person = index, index + 1, index + 2
  local address = person + persons_of
  local plus = address + addresses
  local passkeys = plus + (authenticators > 0 and 1 or 0)
  local has_person, has_address = persons_of > 0, addresses > 0
  index = passkeys + owned

  local holder = names[KEYS[name]] or redis.call('GET', KEYS[name])
  local known = has_person and (persons[KEYS[person]] or redis.call('HKEYS', KEYS[person])) or {}
  local is_listed = #known > 0 and is_among(known, id)
  local taken_one = taken_passkey(passkeys, index - 1, id)
  local is_new = redis.call('EXISTS', KEYS[record_at]) == 0
  if names[KEYS[name]] == id or (holder == id and not is_new) then
    -- Whatever became of it since, an account that is there is left as it is; but a name that was only claimed is its own now.
    lasting[#lasting + 1] = name
    outcomes[number] = 0
  elseif holder and holder ~= id then
    outcomes[number] = holder
  elseif #known > 0 and not is_listed and not is_another then
    outcomes[number] = known
  elseif taken_one then
    outcomes[number] = -taken_one
  else
    is_any_added = true
    outcomes[number] = 1
    names[KEYS[name]] = id
    local is_to_list = is_new and has_person and not is_listed
    if is_to_list then
      known[#known + 1] = id
      persons[KEYS[person]] = known
    end
    for passkey = passkeys, is_new and index - 1 or 0 do
      owners[KEYS[passkey]] = id
    end
    taken[#taken + 1] = {
      account, name, is_new, is_to_list, has_address and address, authenticators > 0 and plus, passkeys, index - 1,
    }
    for authenticator = 1, is_new and authenticators or 0 do
      added[#added + 1] = 'authenticator:' .. number .. ':' .. authenticator
    end
  end
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
  local account, name, is_new, is_to_list, address, plus, passkey, last_passkey = unpack(line, 1, 8)
  local id, fields, fields_of_plus = account[1], account[7], account[8]
  if is_new then
    redis.call('HSET', KEYS[name + 1], unpack(fields))
    if address then
      redis.call('HSET', KEYS[address], id, '')
    end
    if plus then
      redis.call('HSET', KEYS[plus], unpack(fields_of_plus))
    end
    for at_passkey = passkey, last_passkey do
      redis.call('SET', KEYS[at_passkey], id)
    end
  end
  redis.call('SET', KEYS[name], id)
  if is_to_list then
    redis.call('HSET', KEYS[name + 2], id, '')
  end
end
for _, name in ipairs(lasting) do
  redis.call('PERSIST', KEYS[name])
end
return outcomes
