-- Ends a grant: no token passes without it. KEYS[1] the grant. Returns 1, or 0 when it is not there any more.
-- Records `ended`, where it is given.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
if events.ended then
  record('ended')
end
redis.call('DEL', KEYS[1])
return 1
