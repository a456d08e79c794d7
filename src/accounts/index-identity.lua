-- Lists an account under its person, unless it is just being erased, or nobody but its owner says that it is theirs: then it is not listed any
-- more. KEYS: the account, the person. ARGV: account id, what is kept of whom nobody identified, 1 where it is known to be its owner's word
-- from before that was marked, which it is from now on.
-- Returns how many accounts the person has, or -1 where it is its owner's word alone.
local account, person, id = KEYS[1], KEYS[2], ARGV[1]
local status, closes_at, own_word, identified = unpack(redis.call('HMGET', account, 'status', 'closes_at', 'own_word', 'identified'))
if status and ARGV[3] == '1' then
  redis.call('HSETNX', account, 'own_word', 1)
  own_word = '1'
end
if own_word and (identified or ARGV[2]) == ARGV[2] then
  redis.call('HDEL', person, id)
  return -1
end
if status and not (status == 'disabled' and closes_at) then
  redis.call('HSET', person, id, '')
end
return redis.call('HLEN', person)
