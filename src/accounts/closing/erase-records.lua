-- Erases an account that was taken out of use: what leads to it, under whichever index key that stood, and what goes with it, in one step,
-- so that nothing of it is brought over, or listed anew, in between. KEYS: its name, its sessions, its grants, then its person and its
-- addresses. ARGV: account id.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1])
end
for at = 4, #KEYS do
  redis.call('HDEL', KEYS[at], ARGV[1])
end
-- Whatever is open of it, too; counters of known devices expire by themselves.
redis.call('DEL', KEYS[2], KEYS[3])
delete_what_goes()
return 1
