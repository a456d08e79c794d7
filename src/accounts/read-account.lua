-- KEYS: an account, its Ügyfélkapu+. Returns the fields and values of the one, and the names of the fields of the other.
return {redis.call('HGETALL', KEYS[1]), redis.call('HKEYS', KEYS[2])}
