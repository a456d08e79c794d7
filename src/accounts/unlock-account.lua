-- Opens doors that strangers have worn out. KEYS: their wrong codes, their wrong passwords. Returns 1.
record('unlocked')
redis.call('DEL', KEYS[1], KEYS[2])
return 1
