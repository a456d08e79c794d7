-- Forgets the failures of strangers, so that an account is no longer locked. KEYS: their wrong codes, their wrong passwords. Returns 1.
record('unlocked')
redis.call('DEL', KEYS[1], KEYS[2])
return 1
