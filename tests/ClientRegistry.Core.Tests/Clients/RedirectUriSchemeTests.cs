using ClientRegistry.Core.Clients;
using Xunit;
using static ClientRegistry.Core.Clients.RedirectUriCodes;

namespace ClientRegistry.Core.Tests.Clients;

/// <summary>What depends on the type of the application and the environment. An empty word: accepted.</summary>
public sealed class RedirectUriSchemeTests
{
    [Theory]
    [InlineData("https://app.example.com/cb", "", "")]
    [InlineData("http://app.example.com/cb", SchemeNotHttps, SchemeNotHttps)]
    [InlineData("HTTP://app.example.com/cb", SchemeNotHttps, SchemeNotHttps)]
    [InlineData("http://192.0.2.1/cb", $"{HostIsAddress} {SchemeNotHttps}", $"{HostIsAddress} {SchemeNotHttps}")]
    [InlineData("https://192.0.2.1/cb", HostIsAddress, HostIsAddress)]
    [InlineData("https://[2001:db8::1]/cb", HostIsAddress, HostIsAddress)]
    [InlineData("https://127.0.0.2/cb", HostIsAddress, HostIsAddress)]
    [InlineData("http://127.0.0.2/cb", $"{HostIsAddress} {SchemeNotHttps}", $"{HostIsAddress} {SchemeNotHttps}")]
    [InlineData("https://localhost/cb", HostLocalhost, "")]
    [InlineData("https://localhost:3000/cb", HostLocalhost, "")]
    [InlineData("https://LocalHost/cb", HostLocalhost, "")]
    [InlineData("http://localhost/cb", $"{HostLocalhost} {SchemeNotHttps}", "")]
    [InlineData("http://localhost:3000/cb", $"{HostLocalhost} {SchemeNotHttps}", "")]
    [InlineData("https://127.0.0.1/cb", HostIsAddress, "")]
    [InlineData("http://127.0.0.1:8080/cb", $"{HostIsAddress} {SchemeNotHttps}", "")]
    [InlineData("https://[::1]/cb", HostIsAddress, "")]
    [InlineData("http://[::1]:8080/cb", $"{HostIsAddress} {SchemeNotHttps}", "")]
    [InlineData("https://app.localhost/cb", HostLocalhost, HostLocalhost)]
    [InlineData("http://app.localhost/cb", $"{HostLocalhost} {SchemeNotHttps}", $"{HostLocalhost} {SchemeNotHttps}")]
    [InlineData("http://localhost.example.com/cb", SchemeNotHttps, SchemeNotHttps)]
    [InlineData("com.example.app:/cb", SchemeNotHttps, SchemeNotHttps)]
    [InlineData("myapp:/cb", SchemeNotHttps, SchemeNotHttps)]
    [InlineData("mailto:a@example.com", SchemeNotHttps, SchemeNotHttps)]
    [InlineData("ftp://app.example.com/cb", SchemeNotHttps, SchemeNotHttps)]
    [InlineData("wss://app.example.com/cb", SchemeNotHttps, SchemeNotHttps)]
    [InlineData("urn:ietf:wg:oauth:2.0:oob", SchemeNotHttps, SchemeNotHttps)]
    public void A_web_application_uses_https_and_loopback_only_in_the_sandbox(string uri, string production, string sandbox)
    {
        Assert.Equal(production, Words(uri, RedirectUriRefusalTests.Web));
        Assert.Equal(sandbox, Words(uri, RedirectUriRefusalTests.Sandbox));
    }

    [Theory]
    [InlineData("https://app.example.com/cb", "")]
    [InlineData("http://127.0.0.1/cb", "")]
    [InlineData("http://127.0.0.1", "")]
    [InlineData("http://127.0.0.1:1/cb", "")]
    [InlineData("http://127.0.0.1:65535/cb", "")]
    [InlineData("http://[::1]/cb", "")]
    [InlineData("http://[::1]:8080/cb", "")]
    [InlineData("http://127.0.0.1:/cb", PortEmpty)]
    [InlineData("http://127.0.0.1:0/cb", PortInvalid)]
    [InlineData("http://127.0.0.2/cb", HttpNotLoopback)]
    [InlineData("http://[::2]/cb", $"{HostAddressSpelling} {HttpNotLoopback}")]
    [InlineData("http://app.example.com/cb", HttpNotLoopback)]
    [InlineData("http://127.0.0.1.example.com/cb", HttpNotLoopback)]
    [InlineData("http://127.0.0.1@app.example.com/cb", $"{HttpNotLoopback} {UserInfo}")]
    [InlineData("http://localhost/cb", HostLocalhost)]
    [InlineData("http://LOCALHOST:8080/cb", HostLocalhost)]
    [InlineData("https://localhost/cb", HostLocalhost)]
    [InlineData("http://app.localhost/cb", HostLocalhost)]
    [InlineData("https://127.0.0.1/cb", HostIsAddress)]
    [InlineData("https://[::1]/cb", HostIsAddress)]
    [InlineData("https://192.0.2.1/cb", HostIsAddress)]
    [InlineData("com.example.app:/cb", "")]
    [InlineData("com.example.app:/", "")]
    [InlineData("com.example.app:/oauth2/cb?x=1", "")]
    [InlineData("COM.Example.App:/cb", "")]
    [InlineData("com.example.app://cb", "")]
    [InlineData("com.example.app://cb/oauth", "")]
    [InlineData("com.example.app:cb", PrivateUsePath)]
    [InlineData("com.example.app:", PrivateUsePath)]
    [InlineData("com.example.app:?x=1", PrivateUsePath)]
    [InlineData("com.example.app:///cb", HostEmpty)]
    [InlineData("com.example.app://", HostEmpty)]
    [InlineData("com.example.app://my_host/cb", HostCharacter)]
    [InlineData("com.example.app:/cb#x", Fragment)]
    [InlineData("com.example.app:/../cb", DotSegment)]
    [InlineData("com.example.app:/cb?code=1", ResponseParameter)]
    [InlineData("com.example.app:/*", Wildcard)]
    [InlineData("com.example.app://user@host/cb", UserInfo)]
    [InlineData("myapp:/cb", SchemeNotReversedDomain)]
    [InlineData("myapp://cb", SchemeNotReversedDomain)]
    [InlineData("com..app:/cb", SchemeNotReversedDomain)]
    [InlineData("app.:/cb", SchemeNotReversedDomain)]
    [InlineData("ftp://app.example.com/cb", SchemeNotReversedDomain)]
    [InlineData("mailto:a@example.com", $"{PrivateUsePath} {SchemeNotReversedDomain}")]
    [InlineData("urn:ietf:wg:oauth:2.0:oob", $"{PrivateUsePath} {SchemeNotReversedDomain}")]
    public void A_native_application_uses_claimed_https_loopback_http_or_its_own_scheme(string uri, string expected)
    {
        Assert.Equal(expected, Words(uri, RedirectUriRefusalTests.Native));
        Assert.Equal(expected, Words(uri, RedirectUriRefusalTests.Native with { Environment = ClientEnvironment.Sandbox }));
    }

    [Fact]
    public void The_refusal_of_localhost_for_a_native_application_gives_the_reason()
    {
        RedirectUriFinding finding = Assert.Single(RedirectUriPolicy.ExamineOne("http://localhost/cb", RedirectUriRefusalTests.Native));
        Assert.Equal("localhost", finding.Part);
        Assert.Contains("RFC 8252 section 8.3", finding.Message, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1", finding.Message, StringComparison.Ordinal);
    }

    private static string Words(string uri, RedirectUriContext context) =>
        string.Join(' ', RedirectUriRefusalTests.Refusals(uri, context).Order(StringComparer.Ordinal));
}
