-- Which authenticators of an Ügyfélkapu+ are in use: apps and passkeys, or of one kind (`authenticator` is an app, `passkey`).
local function in_use(plus, kind)
  local ids = {}
  for _, field in ipairs(redis.call('HKEYS', plus)) do
    local of, id = string.match(field, '^(%a+):(.+)$')
    local is_counted = (of == 'authenticator' or of == 'passkey') and (kind == nil or kind == of)
    if is_counted and redis.call('HEXISTS', plus, '<plus:frozen>' .. id) == 0 then
      ids[#ids + 1] = id
    end
  end
  return ids
end

-- How many of them are in use besides these.
local function others_in_use(plus, besides)
  local others, set = 0, {}
  for _, id in ipairs(besides) do
    set[id] = true
  end
  for _, id in ipairs(in_use(plus)) do
    if not set[id] then
      others = others + 1
    end
  end
  return others
end

-- This authenticator, and every one that was begun while it was in use, hence perhaps with its code; and so on. As a set.
local function bound_with(plus, authenticator_id)
  local set, grows = { [authenticator_id] = true }, true
  local fields = redis.call('HGETALL', plus)
  while grows do
    grows = false
    for at = 1, #fields, 2 do
      local id = string.match(fields[at], '^<plus:begun_on>(.+)$')
      for before in string.gmatch(id and not set[id] and fields[at + 1] or '', '%S+') do
        if set[before] then
          set[id], grows = true, true
        end
      end
    end
  end
  return set
end

-- What is left of an authenticator is what it was begun on, by which others that hang on it are found.
local function drop_authenticator(plus, id)
  if redis.call('HEXISTS', plus, '<plus:passkey>' .. id) == 1 then
    give_passkeys_back({ id })
  end
  redis.call('HDEL', plus, '<plus:authenticator>' .. id, '<plus:passkey>' .. id, '<plus:step>' .. id, '<plus:count>' .. id, '<plus:backed_up>' .. id,
    '<plus:used_at>' .. id, '<plus:frozen>' .. id, '<plus:offset>' .. id)
end

