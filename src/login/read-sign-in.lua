-- KEYS: the engine's interaction, what we keep of the sign-in beside it. ARGV: fields of the first.
-- Returns their values, and the second.
return {redis.call('HMGET', KEYS[1], unpack(ARGV)), redis.call('GET', KEYS[2])}
