/** Documents to start from: what people write, and what the specification shows. */

const slightfiles = [
  `specversion = "0.2"

[[capability]]
resource = "keyvalue.redis"
name = "my-container"
    [capability.configs]
    REDIS_ADDRESS = "\${envvars.REDIS_ADDRESS}"

[[capability]]
resource = "messaging.filesystem"
name = "*"
`,
  `# The old format: every name is served.
specversion = "0.1"
secret_store = "configs.usersecrets" # where the keys come from

[[secret_settings]]
name = "AZURE_STORAGE_KEY"
value = 'AbC+/=='

[[capability]]
name = "kv.azblob"

[[capability]]
name = "http"
`,
  `specversion = '0.2'
capability = [
  { resource = "http", name = "web" }, # one
  { resource = "sql.postgres", name = "db", configs = { POSTGRES_CONNECTION_URL = "\${usersecrets.PG}" } },
]
`,
  `specversion = "0.2"
[[capability]]
resource = "keyvalue.redis"
name = "orders"
configs = { # where it is
  REDIS_ADDRESS = "redis://\\x61:1",

  # and more
}
`,
  `specversion = "0.2"\r
\r
[[capability]]\r
resource = "blobstore.aws_s3"\r
name = "bucket"\r
configs.AWS_REGION = "eu-central-1"\r
configs."AWS_ACCESS_KEY_ID" = """\\\r
  AKIA"""\r
`,
];

/** The valid examples of https://toml.io/en/v1.0.0, section by section, and those that 1.1.0 added. */
const specification = [
  `# This is a full-line comment
key = "value"  # This is a comment at the end of a line
another = "# This is not a comment"
bare_key = "value"
bare-key = "value"
1234 = "value"
"127.0.0.1" = "value"
"character encoding" = "value"
"ʎǝʞ" = "value"
'key2' = "value"
'quoted "value"' = "value"
"" = "blank"
`,
  `name = "Orange"
physical.color = "orange"
physical.shape = "round"
site."google.com" = true
fruit.name = "banana"
fruit. color = "yellow"
fruit . flavor = "banana"
3.14159 = "pi"
apple.type = "fruit"
orange.type = "fruit"
apple.skin = "thin"
`,
  `str = "I'm a string. \\"You can quote me\\". Name\\tJos\\u00E9\\nLocation\\tSF. \\U0001F600"
str1 = """
Roses are red
Violets are blue"""
str2 = """
The quick brown \\


  fox jumps over \\
    the lazy dog."""
str3 = """\\
       The quick brown \\
       fox jumps over \\
       the lazy dog.\\
       """
str4 = """Here are two quotation marks: "". Simple enough."""
str5 = """Here are three quotation marks: ""\\"."""
str6 = """Here are fifteen quotation marks: ""\\"""\\"""\\"""\\"""\\"."""
str7 = """"This," she said, "is just a pointless statement.""""
winpath  = 'C:\\Users\\nodejs\\templates'
winpath2 = '\\\\ServerX\\admin$\\system32\\'
quoted   = 'Tom "Dubs" Preston-Werner'
regex    = '<\\i\\c*\\s*>'
regex2 = '''I [dw]on't need \\d{2} apples'''
lines  = '''
The first newline is
trimmed in raw strings.
   All other whitespace
   is preserved.
'''
quot15 = '''Here are fifteen quotation marks: """""""""""""""'''
apos15 = "Here are fifteen apostrophes: '''''''''''''''"
str8 = ''''That,' she said, 'is still pointless.''''
`,
  `int1 = +99
int2 = 42
int3 = 0
int4 = -17
int5 = 1_000
int6 = 5_349_221
int7 = 53_49_221
int8 = 1_2_3_4_5
hex1 = 0xDEADBEEF
hex2 = 0xdeadbeef
hex3 = 0xdead_beef
oct1 = 0o01234567
oct2 = 0o755
bin1 = 0b11010110
most = 9223372036854775807
least = -9_223_372_036_854_775_808
flt1 = +1.0
flt2 = 3.1415
flt3 = -0.01
flt4 = 5e+22
flt5 = 1e06
flt6 = -2E-2
flt7 = 6.626e-34
flt8 = 224_617.445_991_228
sf1 = inf
sf2 = +inf
sf3 = -inf
sf4 = nan
sf5 = +nan
sf6 = -nan
bool1 = true
bool2 = false
`,
  `odt1 = 1979-05-27T07:32:00Z
odt2 = 1979-05-27T00:32:00-07:00
odt3 = 1979-05-27T00:32:00.999999-07:00
odt4 = 1979-05-27 07:32:00Z
ldt1 = 1979-05-27T07:32:00
ldt2 = 1979-05-27T00:32:00.999999
ld1 = 1979-05-27
lt1 = 07:32:00
lt2 = 00:32:00.999999
`,
  `integers = [ 1, 2, 3 ]
colors = [ "red", "yellow", "green" ]
nested_arrays_of_ints = [ [ 1, 2 ], [3, 4, 5] ]
nested_mixed_array = [ [ 1, 2 ], ["a", "b", "c"] ]
string_array = [ "all", 'strings', """are the same""", '''type''' ]
numbers = [ 0.1, 0.2, 0.5, 1, 2, 5 ]
contributors = [
  "Foo Bar <foo@example.com>",
  { name = "Baz Qux", email = "bazqux@example.com", url = "https://example.com/bazqux" }
]
integers2 = [
  1, 2, 3
]
integers3 = [
  1,
  2, # this is ok
]
`,
  `[table-1]
key1 = "some string"
key2 = 123
[dog."tater.man"]
type.name = "pug"
[a.b.c]            # this is best practice
[ d.e.f ]          # same as [d.e.f]
[ g .  h  . i ]    # same as [g.h.i]
[ j . "ʞ" . 'l' ]  # same as [j."ʞ".'l']
[x.y.z.w] # for this to work
[x] # defining a super-table afterward is ok
`,
  `[fruit]
apple.color = "red"
apple.taste.sweet = true
[fruit.apple.texture]
smooth = true
[more]
name = { first = "Tom", last = "Preston-Werner" }
point = { x = 1, y = 2 }
animal = { type.name = "pug" }
none = {}
`,
  `[[products]]
name = "Hammer"
sku = 738594937

[[products]]  # empty table within the array

[[products]]
name = "Nail"
color = "gray"

[[fruits]]
name = "apple"
[fruits.physical]  # subtable
color = "red"
shape = "round"
[[fruits.varieties]]  # nested array of tables
name = "red delicious"
[[fruits.varieties]]
name = "granny smith"
[[fruits]]
name = "banana"
[[fruits.varieties]]
name = "plantain"
[points]
points = [ { x = 1, y = 2, z = 3 },
           { x = 7, y = 8, z = 9 },
           { x = 2, y = 4, z = 8 } ]
`,
  `str = "I'm a string. \\"You can quote me\\". Name\\tJos\\xE9\\nLocation\\tSF."
odt5 = 1979-05-27 07:32Z
odt6 = 1979-05-27 07:32-07:00
ldt3 = 1979-05-27T07:32
lt3 = 07:32
contact = {
    personal = {
        name = "Donald Duck",
        email = "donald@duckburg.com",
    },
    work = {
        name = "Coin cleaner",
        email = "donald@ScroogeCorp.com",
    },
}
`,
];

export const validDocuments: readonly string[] = [...slightfiles, ...specification];
