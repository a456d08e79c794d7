-- Says of those accounts of which nothing was ever said how their owners were identified. KEYS: accounts. ARGV: a sealed identification
-- for each. Returns how many said nothing before.
local many = 0
for index = 1, #KEYS do
  local account = KEYS[index]
  if redis.call('HEXISTS', account, 'profile') == 1 and redis.call('HEXISTS', account, 'identified') == 0 then
    if many == 0 then
      record('declared')
    end
    redis.call('HSET', account, 'identified', ARGV[index])
    many = many + 1
  end
end
return many
