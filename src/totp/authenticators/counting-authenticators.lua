-- How many authenticators of an Ügyfélkapu+ are in use besides this one.
local function others_in_use(plus, authenticator_id)
  local others = 0
  for _, field in ipairs(redis.call('HKEYS', plus)) do
    local id = string.match(field, '^authenticator:(.+)$')
    if id and id ~= authenticator_id and redis.call('HEXISTS', plus, 'frozen:' .. id) == 0 then
      others = others + 1
    end
  end
  return others
end

