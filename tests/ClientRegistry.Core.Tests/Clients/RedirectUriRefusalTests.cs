using ClientRegistry.Core.Clients;
using Xunit;
using static ClientRegistry.Core.Clients.RedirectUriCodes;

namespace ClientRegistry.Core.Tests.Clients;

/// <summary>What is refused in every environment and for every type: the expected words are the whole of the refusals.</summary>
public sealed class RedirectUriRefusalTests
{
    internal static readonly RedirectUriContext Web = new(ApplicationType.Web, ClientEnvironment.Production);
    internal static readonly RedirectUriContext Sandbox = new(ApplicationType.Web, ClientEnvironment.Sandbox);
    internal static readonly RedirectUriContext Native = new(ApplicationType.Native, ClientEnvironment.Production);

    internal static string[] Refusals(string uri, RedirectUriContext context) =>
        [.. RedirectUriPolicy.ExamineOne(uri, context)
            .Where(finding => finding.Severity == RedirectUriSeverity.Refused).Select(finding => finding.Code)];

    [Theory]
    [InlineData("https://app.example.com/callback")]
    [InlineData("https://app.example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("https://APP.Example.com/Callback")]
    [InlineData("HTTPS://app.example.com/callback")]
    [InlineData("https://app.example.com:1/callback")]
    [InlineData("https://app.example.com:443/callback")]
    [InlineData("https://app.example.com:65535/callback")]
    [InlineData("https://app.example.com?tenant=7")]
    [InlineData("https://app.example.com/callback?")]
    [InlineData("https://app.example.com/callback?tenant=7&codes=1&x-state=2&return=/a?b")]
    [InlineData("https://app.example.com/callback?q=code&next=state")]
    [InlineData("https://app.example.com/a-._~!$&'()+,;=:@/b")]
    [InlineData("https://app.example.com/a%20b%2Fc%C3%A9")]
    [InlineData("https://app.example.com/caf%25")]
    [InlineData("https://app.example.com//double//slash")]
    [InlineData("https://app.example.com/.well-known/...")]
    [InlineData("https://app.example.com/a..b/.c/d.")]
    [InlineData("https://app.example.com/a;b=../c")]
    [InlineData("https://app.example.com/user@example.com")]
    [InlineData("https://app.example.com/javascript:alert(1)")]
    [InlineData("https://xn--bcher-kva.example/callback")]
    [InlineData("https://a.b-c.d--e.example/callback")]
    [InlineData("https://3com.example/callback")]
    [InlineData("https://1.2.3.4.example/callback")]
    [InlineData("https://0x7f.example/callback")]
    [InlineData("https://intranet/callback")]
    [InlineData("https://localhost.example.com/callback")]
    [InlineData("https://notlocalhost/callback")]
    public void A_plain_https_uri_is_accepted_for_every_kind_of_client(string uri)
    {
        Assert.Empty(Refusals(uri, Web));
        Assert.Empty(Refusals(uri, Sandbox));
        Assert.Empty(Refusals(uri, Native));
    }

    [Theory]
    [InlineData("", Empty)]
    [InlineData("/callback", NotAbsolute)]
    [InlineData("callback", NotAbsolute)]
    [InlineData("?callback", NotAbsolute)]
    [InlineData("app.example.com/callback", NotAbsolute)]
    [InlineData("//app.example.com/callback", NotAbsolute)]
    [InlineData("://app.example.com/callback", NotAbsolute)]
    [InlineData("1https://app.example.com/callback", NotAbsolute)]
    [InlineData("ht_tps://app.example.com/callback", NotAbsolute)]
    [InlineData("httрs://app.example.com/callback", NotAbsolute)]
    [InlineData("localhost:3000/callback", NotAbsolute)]
    [InlineData("app.example.com:8443/callback", NotAbsolute)]
    [InlineData("app.example.com:8443", NotAbsolute)]
    [InlineData("https%3A%2F%2Fapp.example.com%2Fcallback", NotAbsolute)]
    [InlineData("https://app.example.com/callback#top", Fragment)]
    [InlineData("https://app.example.com/callback#", Fragment)]
    [InlineData("https://app.example.com#", Fragment)]
    [InlineData("https://app.example.com/#/callback", Fragment)]
    [InlineData("https://app.example.com/callback?a=1#b?c#d", Fragment)]
    [InlineData("https://user@app.example.com/callback", UserInfo)]
    [InlineData("https://user:password@app.example.com/callback", UserInfo)]
    [InlineData("https://@app.example.com/callback", UserInfo)]
    [InlineData("https://bank.example@app.example.com/callback", UserInfo)]
    [InlineData("https://a@b@app.example.com/callback", UserInfo)]
    [InlineData("https://*.example.com/callback", Wildcard)]
    [InlineData("https://app.example.com/*", Wildcard)]
    [InlineData("https://app.example.com/callback?tenant=*", Wildcard)]
    [InlineData("https:\\\\app.example.com\\callback", HostEmpty, Backslash)]
    [InlineData("https://app.example.com\\callback", Backslash)]
    [InlineData("https://app.example.com/call\\back", Backslash)]
    [InlineData("https://app.example.com\\@evil.example/callback", Backslash, UserInfo)]
    public void Form_faults_are_refused(string uri, params string[] codes) => AssertRefused(uri, codes);

    [Theory]
    [InlineData(" https://app.example.com/callback")]
    [InlineData("https://app.example.com/callback ")]
    [InlineData("https://app.example.com/callback\n")]
    [InlineData("https://app.example.com/callback\r\n")]
    [InlineData("\thttps://app.example.com/callback")]
    [InlineData("https://app.example.com/call back")]
    [InlineData("https://app.example.com/call\tback")]
    [InlineData("https://app.exa mple.com/callback")]
    [InlineData("https://app.example.com/callback\0")]
    [InlineData("https://app.example.com/callback\u007f")]
    [InlineData("https://app.example.com/callback\u0085")]
    [InlineData("https://app.example.com/callback\u00a0")]
    [InlineData("https://app.example.com/callback\u200b")]
    [InlineData("https://app.example.com/callback\u2028")]
    [InlineData("https://app.example.com/callback\u202e")]
    [InlineData("https://app.exam\u200bple.com/callback")]
    [InlineData("https://app.exam\u00adple.com/callback")]
    [InlineData("https://app.example.com/callback?a=\ufeff")]
    [InlineData(" ")]
    public void White_space_and_control_characters_are_refused(string uri) => AssertRefused(uri, [WhiteSpaceOrControl]);

    [Theory]
    [InlineData("https://app.example.com/caf\u00e9", CharacterNotAllowed)]
    [InlineData("https://app.example.com/\U0001F600", CharacterNotAllowed)]
    [InlineData("https://app.example.com/{tenant}/callback", CharacterNotAllowed)]
    [InlineData("https://app.example.com/\"callback\"", CharacterNotAllowed)]
    [InlineData("https://app.example.com/<callback>", CharacterNotAllowed)]
    [InlineData("https://app.example.com/a|b", CharacterNotAllowed)]
    [InlineData("https://app.example.com/a^b", CharacterNotAllowed)]
    [InlineData("https://app.example.com/a`b", CharacterNotAllowed)]
    [InlineData("https://app.example.com/a[0]", CharacterNotAllowed)]
    [InlineData("https://app.example.com/callback?a[]=0", CharacterNotAllowed)]
    [InlineData("https://app.example.com/callback?a=\u00e9", CharacterNotAllowed)]
    [InlineData("https://app.example.com/%", EscapeBroken)]
    [InlineData("https://app.example.com/%4", EscapeBroken)]
    [InlineData("https://app.example.com/%4g", EscapeBroken)]
    [InlineData("https://app.example.com/%u0041", EscapeBroken)]
    [InlineData("https://app.example.com/%%41", EscapeBroken)]
    [InlineData("https://app.example.com/callback?rate=100%", EscapeBroken)]
    [InlineData("https://app.example.com/a%00b", EscapedControl)]
    [InlineData("https://app.example.com/a%0d%0aSet-Cookie:x", EscapedControl)]
    [InlineData("https://app.example.com/callback?a=%7F", EscapedControl)]
    public void Characters_and_escapes_outside_RFC_3986_are_refused(string uri, string code) => AssertRefused(uri, [code]);

    [Theory]
    [InlineData("https://app.example.com/./callback")]
    [InlineData("https://app.example.com/../callback")]
    [InlineData("https://app.example.com/callback/.")]
    [InlineData("https://app.example.com/callback/..")]
    [InlineData("https://app.example.com/%2e/callback")]
    [InlineData("https://app.example.com/%2E%2e/callback")]
    [InlineData("https://app.example.com/.%2e/callback")]
    [InlineData("https://app.example.com/%252e%252e/callback")]
    [InlineData("https://app.example.com/%25252e./callback")]
    [InlineData("https://app.example.com/%2%65./callback", EscapeBroken)]
    [InlineData("https://app.example.com/a%2f..%2fcallback")]
    [InlineData("https://app.example.com/a%5c..%5ccallback")]
    [InlineData("https://app.example.com/..;/callback")]
    [InlineData("https://app.example.com/..;a=b/callback")]
    [InlineData("https://app.example.com/.;/callback")]
    [InlineData("https://app.example.com/%2e%2e%3b/callback")]
    public void Dot_segments_are_refused_in_every_spelling(string uri, params string[] more) => AssertRefused(uri, [.. more, DotSegment]);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JavaScript:alert(1)")]
    [InlineData("javascript://app.example.com/%0aalert(1)", EscapedControl)]
    [InlineData("data:text/html,hello")]
    [InlineData("DATA:text/html,hello")]
    [InlineData("vbscript:msgbox(1)")]
    [InlineData("file:///etc/passwd", HostEmpty)]
    [InlineData("FILE://server/share")]
    [InlineData("blob:https://app.example.com/1")]
    [InlineData("about:blank")]
    [InlineData("view-source:https://app.example.com/")]
    [InlineData("filesystem:https://app.example.com/")]
    [InlineData("jar:https://app.example.com/a.jar")]
    [InlineData("intent:callback")]
    public void Script_like_and_local_schemes_are_refused_in_any_case(string uri, params string[] more) =>
        AssertRefused(uri, [SchemeForbidden, .. more]);

    [Theory]
    [InlineData("code")]
    [InlineData("state")]
    [InlineData("error")]
    [InlineData("error_description")]
    [InlineData("error_uri")]
    [InlineData("access_token")]
    [InlineData("token_type")]
    [InlineData("expires_in")]
    [InlineData("scope")]
    [InlineData("refresh_token")]
    [InlineData("iss")]
    [InlineData("id_token")]
    [InlineData("session_state")]
    [InlineData("response")]
    public void OAuth_response_parameters_in_the_query_are_refused(string name)
    {
        AssertRefused($"https://app.example.com/callback?{name}=1", [ResponseParameter]);
        AssertRefused($"https://app.example.com/callback?{name}", [ResponseParameter]);
        AssertRefused($"https://app.example.com/callback?a=1&{name}=1", [ResponseParameter]);
        AssertRefused($"https://app.example.com/callback?a=1;{name}=1", [ResponseParameter]);
        AssertRefused($"https://app.example.com/callback?{name.ToUpperInvariant()}=1", [ResponseParameter]);
        AssertRefused($"https://app.example.com/callback?%{(int)name[0]:x2}{name[1..]}=1", [ResponseParameter]);
        Assert.Empty(Refusals($"https://app.example.com/callback?my_{name}=1&a={name}", Web));
        Assert.Empty(Refusals($"https://app.example.com/{name}?{name}s=1", Web));
    }

    [Fact]
    public void Two_thousand_characters_are_accepted_and_one_more_is_refused()
    {
        string longest = "https://app.example.com/".PadRight(RedirectUriPolicy.MaximumLength, 'a');
        Assert.Empty(Refusals(longest, Web));
        AssertRefused(longest + "a", [TooLong]);
    }

    internal static void AssertRefused(string uri, string[] codes)
    {
        foreach (RedirectUriContext context in new[] { Web, Sandbox, Native })
            Assert.Equal(codes.Order(), Refusals(uri, context).Order());
    }
}
