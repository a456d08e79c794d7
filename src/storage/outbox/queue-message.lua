-- Goes before every step that queues a message: those who send it are told at once, also where it says so of somebody else's change.
-- Whoever may not publish has it sent all the same, when the next one looks.
local function queue_message(stream, message)
  redis.call('XADD', stream, '*', 'message', message)
  redis.pcall('PUBLISH', stream, '')
end
