using ClientRegistry.Core.Clients;
using Xunit;
using static ClientRegistry.Core.Clients.RedirectUriCodes;

namespace ClientRegistry.Core.Tests.Clients;

public sealed class RedirectUriHostTests
{
    [Theory]
    [InlineData("https:///callback", HostEmpty)]
    [InlineData("https://", HostEmpty)]
    [InlineData("https:/callback", HostEmpty)]
    [InlineData("https:app.example.com/callback", HostEmpty)]
    [InlineData("https:", HostEmpty)]
    [InlineData("https://:8443/callback", HostEmpty)]
    [InlineData("https://?a=1", HostEmpty)]
    [InlineData("https://user@/callback", HostEmpty, UserInfo)]
    [InlineData("https://app%2Eexample.com/callback", HostEscaped)]
    [InlineData("https://%61pp.example.com/callback", HostEscaped)]
    [InlineData("https://app.example.com%2f@evil.example/callback", UserInfo)]
    [InlineData("https://app.example.com%00.evil.example/callback", HostEscaped)]
    [InlineData("https://b\u00fccher.example/callback", HostNotAscii)]
    [InlineData("https://\u0430pp.example.com/callback", HostNotAscii)]
    [InlineData("https://app\u3002example.com/callback", HostNotAscii)]
    [InlineData("https://app.example.com\u2044evil.example/callback", HostNotAscii)]
    [InlineData("https://my_app.example.com/callback", HostCharacter)]
    [InlineData("https://app,example.com/callback", HostCharacter)]
    [InlineData("https://app.example.com;evil/callback", HostCharacter)]
    [InlineData("https://{tenant}.example.com/callback", HostCharacter)]
    [InlineData("https://app]/callback", HostCharacter)]
    [InlineData("https://app..example.com/callback", HostEmptyLabel)]
    [InlineData("https://.app.example.com/callback", HostEmptyLabel)]
    [InlineData("https://app.example.com./callback", HostEmptyLabel)]
    [InlineData("https://./callback", HostEmptyLabel)]
    [InlineData("https://localhost./callback", HostEmptyLabel)]
    [InlineData("https://127.0.0.1./callback", HostEmptyLabel)]
    [InlineData("https://-app.example.com/callback", HostHyphen)]
    [InlineData("https://app-.example.com/callback", HostHyphen)]
    [InlineData("https://app.example.com-/callback", HostHyphen)]
    [InlineData("https://-/callback", HostHyphen)]
    public void A_host_that_is_no_plain_name_is_refused(string uri, params string[] codes) =>
        RedirectUriRefusalTests.AssertRefused(uri, codes);

    [Theory]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0X7F000001")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0x7f.1")]
    [InlineData("017700000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("127.0.1")]
    [InlineData("127.0.0.01")]
    [InlineData("127.0.0.001")]
    [InlineData("0")]
    [InlineData("0x")]
    [InlineData("256.0.0.1")]
    [InlineData("127.0.0.256")]
    [InlineData("1.2.3.4.5")]
    [InlineData("127.0.0.0.1")]
    [InlineData("app.example.123")]
    [InlineData("app.example.0x1f")]
    [InlineData("4294967296")]
    [InlineData("99999999999999999999999999")]
    [InlineData("08.0.0.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[::7f00:1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("[2001:db8::127.0.0.1]")]
    [InlineData("[0:0:0:0:0:0:0:1]")]
    [InlineData("[::0001]")]
    [InlineData("[0::1]")]
    [InlineData("[2001:DB8::1]")]
    [InlineData("[2001:db8:0:0:1::1]")]
    [InlineData("[2001:db8::1:1:1:1:1]")]
    [InlineData("[2001:db8::0:1]")]
    [InlineData("[::1")]
    [InlineData("[::1]evil.example")]
    [InlineData("[]")]
    [InlineData("[:]")]
    [InlineData("[:::]")]
    [InlineData("[1::2::3]")]
    [InlineData("[1:2:3:4:5:6:7]")]
    [InlineData("[1:2:3:4:5:6:7:8:9]")]
    [InlineData("[1:2:3:4:5:6:7::8]")]
    [InlineData("[12345::1]")]
    [InlineData("[g::1]")]
    [InlineData("[fe80::1%25eth0]")]
    [InlineData("[fe80::1%eth0]")]
    [InlineData("[v1.fe80]")]
    [InlineData("[127.0.0.1]")]
    [InlineData("[::ffff:127.1]")]
    [InlineData("[app.example.com]")]
    public void An_odd_spelling_of_an_address_is_refused(string host)
    {
        // Whatever else is said of it, in no kind of client may it pass.
        foreach (RedirectUriContext context in new[] { RedirectUriRefusalTests.Web, RedirectUriRefusalTests.Sandbox, RedirectUriRefusalTests.Native })
        {
            Assert.Contains(HostAddressSpelling, RedirectUriRefusalTests.Refusals($"https://{host}/callback", context));
            Assert.Contains(HostAddressSpelling, RedirectUriRefusalTests.Refusals($"http://{host}/callback", context));
        }

        Assert.Contains(HostAddressSpelling, RedirectUriRefusalTests.Refusals($"com.example.app://{host}/callback", RedirectUriRefusalTests.Native));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("192.0.2.1")]
    [InlineData("[::]")]
    [InlineData("[::1]")]
    [InlineData("[2001:db8::1]")]
    [InlineData("[2001:db8::1:0:0:1]")]
    [InlineData("[2001:0:0:1::1]")]
    [InlineData("[2001:db8:0:1:1:1:1:1]")]
    [InlineData("[1:2:3:4:5:6:7:8]")]
    [InlineData("[1::]")]
    [InlineData("[fe80::1]")]
    public void The_canonical_spelling_of_an_address_is_known_for_what_it_is(string host)
    {
        Assert.Equal([HostIsAddress], RedirectUriRefusalTests.Refusals($"https://{host}/callback", RedirectUriRefusalTests.Web));
        Assert.Empty(RedirectUriRefusalTests.Refusals($"com.example.app://{host}/callback", RedirectUriRefusalTests.Native));
    }

    [Theory]
    [InlineData("127.1", "127.0.0.1")]
    [InlineData("2130706433", "127.0.0.1")]
    [InlineData("0x7f.0.0.1", "127.0.0.1")]
    [InlineData("0300.0250.1", "192.168.0.1")]
    [InlineData("[0:0:0:0:0:0:0:1]", "[::1]")]
    [InlineData("[2001:DB8:0:0:8:800:200C:417A]", "[2001:db8::8:800:200c:417a]")]
    public void The_refusal_of_an_odd_spelling_names_the_canonical_one(string host, string canonical)
    {
        RedirectUriFinding finding = RedirectUriPolicy.ExamineOne($"https://{host}/callback", RedirectUriRefusalTests.Web)
            .Single(one => one.Code == HostAddressSpelling);
        Assert.Equal(host, finding.Part);
        Assert.Contains(canonical, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(":", PortEmpty)]
    [InlineData(":0", PortInvalid)]
    [InlineData(":00", PortInvalid)]
    [InlineData(":0443", PortInvalid)]
    [InlineData(":65536", PortInvalid)]
    [InlineData(":99999999999999999999", PortInvalid)]
    [InlineData(":-1", PortInvalid)]
    [InlineData(":+443", PortInvalid)]
    [InlineData(":44a", PortInvalid)]
    [InlineData(":%34%34%33", PortInvalid)]
    [InlineData(":443:443", PortInvalid)]
    [InlineData(":\u0661", PortInvalid)]
    [InlineData(":1@evil.example", UserInfo)]
    public void A_port_that_is_none_is_refused(string port, string code) =>
        RedirectUriRefusalTests.AssertRefused($"https://app.example.com{port}/callback", [code]);

    [Fact]
    public void A_label_has_63_characters_at_most_and_a_name_253()
    {
        string label = new('a', 63);
        string longest = $"{label}.{label}.{label}.{new string('a', 61)}";
        RedirectUriRefusalTests.AssertRefused($"https://{longest}/callback", []);
        RedirectUriRefusalTests.AssertRefused($"https://{longest}a/callback", [HostTooLong]);
        RedirectUriRefusalTests.AssertRefused($"https://{label}a.example/callback", [HostTooLong]);
    }
}
