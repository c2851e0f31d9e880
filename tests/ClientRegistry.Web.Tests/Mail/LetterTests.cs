using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration;
using ClientRegistry.Registration.Mail;
using MimeKit;

namespace ClientRegistry.Web.Tests.Mail;

/// <summary>What every mail looks like, whatever people typed.</summary>
public sealed partial class LetterTests
{
    public static TheoryData<string> Kinds => [.. Letters.All("Fabrikam").Select(m => m.GetType().Name)];

    [Fact]
    public void Every_kind_of_mail_is_among_the_tested_ones()
    {
        var known = typeof(MailMessage).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false)
            .Cast<JsonDerivedTypeAttribute>().Select(a => a.DerivedType.Name);
        var defined = typeof(MailMessage).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(MailMessage))).Select(t => t.Name);

        Assert.Equal(defined.Order(), known.Order());
        Assert.Equal(defined.Order(), Letters.All("x").Select(m => m.GetType().Name).Order());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Each_mail_says_the_same_in_text_and_in_HTML_and_leads_into_the_portal(string kind)
    {
        using var mail = await ComposeAsync(kind, "Fabrikam & Søns");
        var html = System.Net.WebUtility.HtmlDecode(mail.HtmlBody);

        Assert.StartsWith("Hello Nina,", mail.TextBody);
        Assert.NotEmpty(mail.Subject!);
        foreach (var body in new[] { mail.TextBody, html })
        {
            Assert.Contains("https://registry.example/", body);
            Assert.Contains("Acme API Portal", body);
            Assert.Contains("support@registry.example", body);
            Assert.Matches(@"\d{4}, \d\d:\d\d UTC", body);
        }

        Assert.Contains("href=\"https://registry.example/", mail.HtmlBody);
        Assert.DoesNotMatch("<img|<script|<link|url\\(|http-equiv", mail.HtmlBody);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Equal(2, Assert.IsType<MultipartAlternative>(mail.Body).Count);
        Assert.Equal("Acme API Portal", Assert.IsType<MailboxAddress>(Assert.Single(mail.From)).Name);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_people_typed_stays_text(string kind)
    {
        const string Evil = "<b onclick=x>&\"'</b>\r\nBcc: all@evil.example\u2028\u202Etxt.\0";
        using var mail = await ComposeAsync(kind, Evil, Evil);
        using var raw = new MemoryStream();
        await mail.WriteToAsync(raw, TestContext.Current.CancellationToken);
        raw.Position = 0;
        using var received = await MimeMessage.LoadAsync(raw, TestContext.Current.CancellationToken);

        Assert.Empty(received.Bcc);
        Assert.DoesNotContain(received.Headers, h => h.Field == "Bcc");
        Assert.Equal("nina@partner.example", Assert.IsType<MailboxAddress>(Assert.Single(received.To)).Address);
        Assert.DoesNotContain('\n', received.Subject!);
        Assert.DoesNotContain("<b onclick", received.HtmlBody);
        Assert.DoesNotMatch("(?m)^Bcc:", received.TextBody);
        Assert.DoesNotContain('\u202E', received.TextBody + received.HtmlBody + received.Subject!);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_very_long_name_is_cut_in_the_subject_and_nowhere_breaks_the_mail(string kind)
    {
        var name = string.Concat(Enumerable.Repeat("Größe 🦊 ", 300));
        using var mail = await ComposeAsync(kind, name, name);
        using var raw = new MemoryStream();
        await mail.WriteToAsync(raw, TestContext.Current.CancellationToken);

        Assert.InRange(mail.Subject!.Length, 10, 200);
        // RFC 5322 section 2.1.1.
        var lines = System.Text.Encoding.ASCII.GetString(raw.ToArray()).Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 999));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_secret_stands_in_the_row_that_owes_the_mail(string kind)
    {
        var row = Letters.RowOf(Letters.All("Fabrikam").Single(m => m.GetType().Name == kind));

        Assert.DoesNotContain(Letters.Secret, row.Payload);
        Assert.DoesNotContain(Letters.Secret, row.ProtectedSecret ?? "");
        Assert.Equal(row.ProtectedSecret is not null, row.CarriesSecret);
    }

    [Theory]
    [InlineData("InvitationSent", "https://registry.example/account/invitation?token=" + Letters.Secret)]
    [InlineData("PasswordReset", "&token=" + Letters.Secret)]
    public async Task A_link_with_a_token_stands_whole_in_both_parts(string kind, string link)
    {
        using var mail = await ComposeAsync(kind, "Fabrikam");

        Assert.Contains(link, mail.TextBody);
        Assert.Contains(link, System.Net.WebUtility.HtmlDecode(mail.HtmlBody));
    }

    [Fact]
    public async Task Credentials_come_with_everything_that_is_needed_to_use_them()
    {
        var authorization = new AuthorizationOptions();
        authorization.Environments[ClientEnvironment.Production] = new AuthorizationEndpoints
        {
            AuthorizationEndpoint = new Uri("https://login.example/authorize"),
            TokenEndpoint = new Uri("https://login.example/token"),
        };
        using var mail = await Letters.ComposeAsync(Letters.Credentials("Fabrikam"), authorization: authorization);
        var html = System.Net.WebUtility.HtmlDecode(Tags().Replace(mail.HtmlBody!, ""));

        foreach (var body in new[] { mail.TextBody, html })
        {
            foreach (var needed in new[]
                {
                    "cr-p-abc", Letters.Secret, "production", "https://a.example/cb?x='1'", "https://a.example/other",
                    "orders-api", "catalogue-api", "client_secret_basic", "required, with the method S256",
                    "https://login.example/authorize?response_type=code", "curl 'https://login.example/token'",
                    "--user \"cr-p-abc:$CLIENT_SECRET\"", "secret store", "replace the mailed secret",
                    "redirect_uri=https%3A%2F%2Fa.example%2Fcb%3Fx%3D%271%27",
                    "'redirect_uri=https://a.example/cb?x='\\''1'\\'''",
                    "https://registry.example/clients/cr-p-abc",
                })
            {
                Assert.Contains(needed, body);
            }
        }
    }

    [Fact]
    public async Task A_public_client_gets_samples_without_a_secret()
    {
        var message = Letters.Credentials("Fabrikam", "none") with { SecretId = null };
        using var mail = await Letters.ComposeAsync(message);

        Assert.DoesNotContain("$CLIENT_SECRET", mail.TextBody);
        Assert.Contains("code_verifier=VERIFIER", mail.TextBody);
        Assert.Contains("TOKEN_ENDPOINT", mail.TextBody);
    }

    private static Task<MimeMessage> ComposeAsync(string kind, string text, string name = "Nina") =>
        Letters.ComposeAsync(Letters.All(text).Single(m => m.GetType().Name == kind), name);

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();
}
