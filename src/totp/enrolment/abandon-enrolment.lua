-- Ends an application, whoever began it. KEYS[1] the application. Returns 1 when ended, 0 when there is none.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
record('abandoned')
redis.call('DEL', KEYS[1])
return 1
