using ClientRegistry.Core.Clients;
using Xunit;
using static ClientRegistry.Core.Clients.RedirectUriCodes;

namespace ClientRegistry.Core.Tests.Clients;

public sealed class RedirectUriWarningTests
{
    private static readonly RedirectUriContext Web = RedirectUriRefusalTests.Web;
    private static readonly RedirectUriContext Native = RedirectUriRefusalTests.Native;

    [Theory]
    [InlineData("https://app.example.com/cb")]
    [InlineData("https://app.example.co.uk/cb")]
    [InlineData("https://mygithub.io/cb")]
    [InlineData("https://github.io.example.com/cb")]
    [InlineData("https://axn--b.example.com/cb")]
    public void An_ordinary_host_gets_no_warning(string uri) => Assert.Empty(RedirectUriPolicy.ExamineOne(uri, Web));

    [Theory]
    [InlineData("xn--bcher-kva.example", "b\u00fccher.example")]
    [InlineData("XN--Bcher-KVA.example", "B\u00fccher.example")]
    [InlineData("www.xn--80ak6aa92e.com", "www.\u0430\u0440\u0440\u04cf\u0435.com")]
    [InlineData("xn--fiqs8s.example", "\u4e2d\u56fd.example")]
    [InlineData("xn--ihqwcrb4cv8a8dqg056pqjye.example", "\u4ed6\u4eec\u4e3a\u4ec0\u4e48\u4e0d\u8bf4\u4e2d\u6587.example")]
    [InlineData("xn--3B-ww4c5e180e575a65lsy2b.example", "3\u5e74B\u7d44\u91d1\u516b\u5148\u751f.example")]
    [InlineData("xn--e28h.example", "\U0001F600.example")]
    public void A_punycode_host_is_warned_about_in_both_forms(string host, string shown)
    {
        RedirectUriFinding finding = Assert.Single(RedirectUriPolicy.ExamineOne($"https://{host}/cb", Web));
        Assert.Equal((PunycodeHost, RedirectUriSeverity.Warning, host), (finding.Code, finding.Severity, finding.Part));
        Assert.Contains($"'{host}'", finding.Message, StringComparison.Ordinal);
        Assert.Contains($"'{shown}'", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xn--a.example")]
    [InlineData("xn--99999999.example")]
    [InlineData("xn--9999999999999999999999999999999999999999999999999999999.example")]
    [InlineData("xn--a-ecp.example")]
    public void Punycode_that_decodes_to_no_visible_name_is_warned_about_too(string host)
    {
        RedirectUriFinding finding = Assert.Single(RedirectUriPolicy.ExamineOne($"https://{host}/cb", Web));
        Assert.Equal(PunycodeHost, finding.Code);
    }

    [Fact]
    public void A_host_on_none_of_the_partners_other_clients_is_warned_about()
    {
        RedirectUriContext known = Web with { KnownHosts = ["app.example.com", "other.example.com"] };
        Assert.Empty(RedirectUriPolicy.ExamineOne("https://APP.example.com:8443/cb", known));
        RedirectUriFinding finding = Assert.Single(RedirectUriPolicy.ExamineOne("https://new.example.com/cb", known));
        Assert.Equal((HostNotSeen, "new.example.com"), (finding.Code, finding.Part));
    }

    [Fact]
    public void With_no_other_client_of_the_partner_every_host_is_new_and_none_is_warned_about() =>
        Assert.Empty(RedirectUriPolicy.ExamineOne("https://new.example.com/cb", Web with { KnownHosts = [] }));

    [Theory]
    [InlineData("http://localhost:3000/cb")]
    [InlineData("http://127.0.0.1/cb")]
    [InlineData("https://[::1]/cb")]
    public void A_loopback_host_is_nobodys_and_gets_no_warning(string uri) =>
        Assert.Empty(RedirectUriPolicy.ExamineOne(uri, RedirectUriRefusalTests.Sandbox with
        {
            KnownHosts = ["app.example.com"],
            ClientUri = "https://www.example.com",
        }));

    [Theory]
    [InlineData("partner.github.io", SharedHost, "github.io")]
    [InlineData("partner.azurewebsites.net", SharedHost, "azurewebsites.net")]
    [InlineData("partner.herokuapp.com", SharedHost, "herokuapp.com")]
    [InlineData("partner.vercel.app", SharedHost, "vercel.app")]
    [InlineData("Partner.Netlify.App", SharedHost, "Netlify.App")]
    [InlineData("partner.pages.dev", SharedHost, "pages.dev")]
    [InlineData("partner.web.app", SharedHost, "web.app")]
    [InlineData("a.b.ngrok.io", SharedHost, "ngrok.io")]
    [InlineData("github.io", PublicSuffix, "github.io")]
    [InlineData("co.uk", PublicSuffix, "co.uk")]
    [InlineData("com", PublicSuffix, "com")]
    [InlineData("intranet", PublicSuffix, "intranet")]
    public void A_public_suffix_or_shared_host_is_warned_about(string host, string code, string part)
    {
        RedirectUriFinding finding = Assert.Single(RedirectUriPolicy.ExamineOne($"https://{host}/cb", Web));
        Assert.Equal((code, RedirectUriSeverity.Warning, part), (finding.Code, finding.Severity, finding.Part));
    }

    [Fact]
    public void A_host_other_than_that_of_the_metadata_is_warned_about_once_with_all_names()
    {
        RedirectUriContext context = Web with
        {
            ClientUri = "https://www.example.com/",
            LogoUri = "https://cdn.example.com/logo.png",
            PolicyUri = "https://APP.example.com/policy",
            TosUri = "https://legal.example.com/",
        };
        RedirectUriFinding finding = Assert.Single(RedirectUriPolicy.ExamineOne("https://app.example.com/cb", context));
        Assert.Equal(HostDiffersFromMetadata, finding.Code);
        Assert.Contains("client_uri ('www.example.com'), logo_uri ('cdn.example.com'), tos_uri ('legal.example.com')", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("policy_uri", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not a uri")]
    [InlineData("https:///nowhere")]
    [InlineData("https://app.example.com/about")]
    public void Metadata_without_a_host_or_with_the_same_says_nothing(string? uri) =>
        Assert.Empty(RedirectUriPolicy.ExamineOne("https://app.example.com/cb", Web with { ClientUri = uri, LogoUri = uri, PolicyUri = uri, TosUri = uri }));

    [Fact]
    public void A_private_use_scheme_with_two_slashes_is_warned_about()
    {
        RedirectUriFinding finding = Assert.Single(RedirectUriPolicy.ExamineOne("com.example.app://cb", Native));
        Assert.Equal((PrivateUseTwoSlashes, RedirectUriSeverity.Warning, "com.example.app://"), (finding.Code, finding.Severity, finding.Part));
        Assert.Empty(RedirectUriPolicy.ExamineOne("com.example.app:/cb", Native));
    }

    [Fact]
    public void What_is_refused_gets_no_warnings_beside() =>
        Assert.Equal([Fragment], RedirectUriPolicy.ExamineOne("https://partner.github.io/cb#", Web).Select(finding => finding.Code));
}
