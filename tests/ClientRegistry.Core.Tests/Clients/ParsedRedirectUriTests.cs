using ClientRegistry.Core.Clients;
using Xunit;

namespace ClientRegistry.Core.Tests.Clients;

public sealed class ParsedRedirectUriTests
{
    [Theory]
    [InlineData("https://app.example.com/cb", "https", null, "app.example.com", null, "/cb", null, null)]
    [InlineData("HTTPS://App.Example.com", "HTTPS", null, "App.Example.com", null, "", null, null)]
    [InlineData("https://u:p@h:1/p/q?r/s?t#f#g", "https", "u:p", "h", "1", "/p/q", "r/s?t", "f#g")]
    [InlineData("https://a@b@c/", "https", "a@b", "c", null, "/", null, null)]
    [InlineData("https://@h:/", "https", "", "h", "", "/", null, null)]
    [InlineData("https://h?#", "https", null, "h", null, "", "", "")]
    [InlineData("https://h?@evil/", "https", null, "h", null, "", "@evil/", null)]
    [InlineData("https://h#@evil/", "https", null, "h", null, "", null, "@evil/")]
    [InlineData("https://[::1]:80/cb", "https", null, "[::1]", "80", "/cb", null, null)]
    [InlineData("https://[::1]x:80/cb", "https", null, "[::1]x", "80", "/cb", null, null)]
    [InlineData("https://[::1/cb", "https", null, "[::1", null, "/cb", null, null)]
    [InlineData("https://::1/cb", "https", null, "", ":1", "/cb", null, null)]
    [InlineData("https:///cb", "https", null, "", null, "/cb", null, null)]
    [InlineData("https:/cb", "https", null, null, null, "/cb", null, null)]
    [InlineData("com.example.app:/cb", "com.example.app", null, null, null, "/cb", null, null)]
    [InlineData("com.example.app:", "com.example.app", null, null, null, "", null, null)]
    [InlineData("a+b-c.1:x", "a+b-c.1", null, null, null, "x", null, null)]
    public void A_uri_is_cut_into_its_components_as_they_stood(
        string uri, string scheme, string? userInfo, string? host, string? port, string path, string? query, string? fragment)
    {
        Assert.True(ParsedRedirectUri.TryParse(uri, out ParsedRedirectUri? parsed));
        Assert.Equal(
            (uri, scheme, userInfo, host, port, path, query, fragment),
            (parsed.Original, parsed.Scheme, parsed.UserInfo, parsed.Host, parsed.Port, parsed.Path, parsed.Query, parsed.Fragment));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("/cb")]
    [InlineData("//host/cb")]
    [InlineData("host/cb:1")]
    [InlineData(" https://host")]
    [InlineData("1a:b")]
    [InlineData("h\u00e9:b")]
    public void Without_a_scheme_there_is_nothing_to_cut(string? uri) => Assert.False(ParsedRedirectUri.TryParse(uri, out _));

    [Theory]
    [InlineData("https://app.example.com/cb?a=b", true)]
    [InlineData("http://[::1]:80/cb", true)]
    [InlineData("com.example.app:/cb", true)]
    [InlineData("https://app.example.com/%41", true)]
    [InlineData("https://app.example.com/cb#", false)]
    [InlineData("https://app.example.com/cb#f", false)]
    [InlineData("/cb", false)]
    [InlineData("", false)]
    [InlineData("app.example.com", false)]
    [InlineData("https://app.example.com/ cb", false)]
    [InlineData("https://app.example.com/cb\n", false)]
    [InlineData("https://app.example.com/c\u00e9", false)]
    [InlineData("https://app.example.com\\cb", false)]
    [InlineData("https://app.example.com/%4", false)]
    [InlineData("https://app.example.com/{a}", false)]
    public void An_absolute_uri_has_a_scheme_only_uri_characters_and_no_fragment(string uri, bool expected) =>
        Assert.Equal(expected, ParsedRedirectUri.IsAbsoluteUri(uri));
}
