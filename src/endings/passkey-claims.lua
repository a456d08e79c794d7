-- A passkey is of one account at a time: under its id stands whose it is. Before every step that adds, removes or counts them.

local function owner_of_passkey(id)
  return redis.call('GET', '<passkey-owner>' .. id)
end

local function claim_passkey(id, account_id)
  redis.call('SET', '<passkey-owner>' .. id, account_id)
end

-- Of an Ügyfélkapu+, blocked or not.
local function passkeys_of(plus)
  local ids = {}
  for _, field in ipairs(redis.call('HKEYS', plus)) do
    ids[#ids + 1] = string.match(field, '^<plus:passkey>(.+)$')
  end
  return ids
end

local function give_passkeys_back(ids)
  for _, id in ipairs(ids) do
    redis.call('DEL', '<passkey-owner>' .. id)
  end
end
