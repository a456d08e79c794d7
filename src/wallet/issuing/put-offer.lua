-- Opens an offer; the one before is gone. KEYS[1] the offer. ARGV: how long it is remembered (ms), sealed offer, hash of its code.
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'offer', ARGV[2], 'code', ARGV[3], 'state', 'open', 'tries', 0)
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
