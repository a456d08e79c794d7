-- What is read at one time, in one step. KEYS: of each read its key, where it has one. ARGV: of each its command, how many keys it has,
-- how many arguments, and these. What cannot be read is an error of its own, among the replies.
local replies, key, at = {}, 1, 1
while at <= #ARGV do
  local keys, arguments = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local given = {ARGV[at]}
  if keys == 1 then
    given[2] = KEYS[key]
    key = key + 1
  end
  for nth = 1, arguments do
    given[#given + 1] = ARGV[at + 2 + nth]
  end
  replies[#replies + 1] = redis.pcall(unpack(given))
  at = at + 3 + arguments
end
return replies
