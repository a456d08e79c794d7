-- A citizen takes back what a relying party was allowed: its grants go, and no token passes without its grant.
-- KEYS: the account's grants, then each of these. ARGV: their names among the account's grants. Returns 1, or 0 when there were none.
local is_there = false
for _, name in ipairs(ARGV) do
  is_there = is_there or redis.call('ZSCORE', KEYS[1], name) ~= false
end
if not is_there then
  return 0
end
record('revoked')
remove_members('ZREM', KEYS[1], ARGV, 1)
delete_keys(2)
return 1
