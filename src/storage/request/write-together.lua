local at, nth, said = 1, 1, {}
while at <= #ARGV do
  local last = at + 2 + tonumber(ARGV[at + 2])
  said[#said + 1] = kinds[ARGV[at]](nth, unpack(ARGV, at + 3, last)) or ''
  nth, at = nth + tonumber(ARGV[at + 1]), last + 1
end
return said
