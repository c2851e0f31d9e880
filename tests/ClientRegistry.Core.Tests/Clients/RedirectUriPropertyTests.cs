using System.Text.RegularExpressions;
using ClientRegistry.Core.Clients;
using CsCheck;
using Xunit;

namespace ClientRegistry.Core.Tests.Clients;

/// <summary>What holds for every text, however strange.</summary>
public sealed partial class RedirectUriPropertyTests
{
    private static readonly RedirectUriContext[] Contexts =
    [
        .. from type in Enum.GetValues<ApplicationType>()
           from environment in Enum.GetValues<ClientEnvironment>()
           select new RedirectUriContext(type, environment) { KnownHosts = ["a.example"], ClientUri = "https://b.example" },
    ];

    private static readonly Gen<RedirectUriContext> Context = Gen.OneOf(Contexts);

    // Pieces that mean something to one reader or another: joined at random they are URIs, near-URIs and rubbish.
    private static readonly Gen<string> Piece = Gen.OneOf(
        Gen.OneOf(
            "https", "http", "HTTPS", "javascript", "com.example.app", ":", "://", "/", "//", "?", "#", "@", "&", "=", ";", "*", "\\",
            "a.example", "app.example.com", "localhost", "127.0.0.1", "[::1]", "0x7f.1", "xn--bcher-kva", "[", "]", ".", "..", "%2e",
            "%", "%25", "%00", "code", "state", ":8080", ":0", ":", "-", "_", " ", "\t", "\n", "\0", "\u00e9", "\u202e", "\ud800",
            "\U0001F600", "cb", "+", "1", "~"),
        Gen.Char.Select(c => c.ToString()));

    private static readonly Gen<string> Text = Gen.OneOf(
        Piece.Array[0, 12].Select(string.Concat),
        Piece.Array[0, 8].Select(pieces => "https://app.example.com/" + string.Concat(pieces)),
        Piece.Array[0, 8].Select(pieces => "https://" + string.Concat(pieces) + "/cb"),
        Piece.Array[0, 8].Select(pieces => "com.example.app:/" + string.Concat(pieces)),
        Gen.String);

    [Fact]
    public void No_text_makes_the_rules_throw_and_every_finding_is_whole() =>
        Gen.Select(Text.Array[0, 40], Context).Sample((list, context) =>
        {
            foreach (RedirectUriFinding finding in RedirectUriPolicy.Examine(list, context))
            {
                Assert.InRange(finding.Index, -1, RedirectUriPolicy.MaximumCount);
                Assert.Matches(@"\A[a-z_]+\z", finding.Code);
                Assert.EndsWith(".", finding.Message, StringComparison.Ordinal);
                Assert.True(finding.Message.Length < 1000, finding.Message);
                Assert.DoesNotContain(finding.Message, c => char.IsControl(c) || char.IsSurrogate(c) || c == '\u202e');
            }
        }, iter: 3000);

    [Fact]
    public void What_is_accepted_has_the_grammar_of_an_absolute_uri_and_none_of_the_dangers()
    {
        int accepted = 0;
        Gen.Select(Text, Context).Sample((text, context) =>
        {
            if (RedirectUriPolicy.ExamineOne(text, context).Any(finding => finding.Severity == RedirectUriSeverity.Refused)) return;
            Interlocked.Increment(ref accepted);
            Assert.Matches(AbsoluteUri(), text);
            Assert.DoesNotContain('#', text);
            Assert.DoesNotContain('*', text);
            Assert.DoesNotContain('\\', text);
            Assert.DoesNotContain(text, c => c is <= ' ' or > '~');
            Assert.True(ParsedRedirectUri.IsAbsoluteUri(text));
            Assert.True(ParsedRedirectUri.TryParse(text, out ParsedRedirectUri? parsed));
            Assert.Null(parsed.UserInfo);
            Assert.DoesNotContain(parsed.Path.Split('/'), segment => Uri.UnescapeDataString(segment) is "." or "..");
        }, iter: 50_000);
        Assert.True(accepted > 1000, $"only {accepted} texts were accepted: the generator proves nothing");
    }

    [Fact]
    public void The_host_that_is_accepted_is_the_host_a_browser_like_reader_sees() =>
        Gen.Select(Text, Context).Sample((text, context) =>
        {
            // System.Uri forgives and normalises as browsers do: where the rules accept, the two must agree on the host.
            if (RedirectUriPolicy.ExamineOne(text, context).Any(finding => finding.Severity == RedirectUriSeverity.Refused)) return;
            if (!ParsedRedirectUri.TryParse(text, out ParsedRedirectUri? parsed) || parsed.Host is null) return;
            Assert.True(Uri.TryCreate(text, UriKind.Absolute, out Uri? other), text);
            Assert.Equal(parsed.Host, other.Host, ignoreCase: true);
        }, iter: 50_000);

    [Fact]
    public void The_components_put_together_again_are_the_text() =>
        Text.Sample(text =>
        {
            if (!ParsedRedirectUri.TryParse(text, out ParsedRedirectUri? parsed)) return;
            string authority = parsed.Authority is null ? "" : "//" + parsed.Authority;
            string query = parsed.Query is null ? "" : "?" + parsed.Query;
            string fragment = parsed.Fragment is null ? "" : "#" + parsed.Fragment;
            Assert.Equal(text, parsed.Scheme + ":" + authority + parsed.Path + query + fragment);
            if (parsed.Authority is null) return;
            string userInfo = parsed.UserInfo is null ? "" : parsed.UserInfo + "@";
            Assert.Equal(parsed.Authority, userInfo + parsed.Host + (parsed.Port is null ? "" : ":" + parsed.Port));
        }, iter: 20_000);

    [Fact]
    public void Every_part_at_fault_stands_in_the_text() =>
        Gen.Select(Text, Context).Sample((text, context) =>
        {
            foreach (RedirectUriFinding finding in RedirectUriPolicy.ExamineOne(text, context))
            {
                bool invisible = finding.Part.StartsWith("U+", StringComparison.Ordinal) || finding.Part == "\uFFFD";
                Assert.True(invisible || text.Contains(finding.Part, StringComparison.Ordinal), $"{finding.Code}: {finding.Part}");
            }
        }, iter: 20_000);

    [Fact]
    public void The_same_text_gets_the_same_answer_and_the_list_says_what_the_entry_says() =>
        Gen.Select(Text, Context).Sample((text, context) =>
            Assert.Equal(RedirectUriPolicy.ExamineOne(text, context), RedirectUriPolicy.Examine([text], context)));

    [Fact]
    public void Every_difference_is_one_printable_sentence() =>
        Gen.Select(Text, Text.Array[0, 4], Gen.Enum<ApplicationType>()).Sample((asked, registered, type) =>
        {
            NearestRedirectUri nearest = RedirectUriDifference.Explain(asked, registered, type);
            Assert.DoesNotContain(nearest.Message, c => c is < ' ' or > '~');
            Assert.EndsWith(".", nearest.Message, StringComparison.Ordinal);
            Assert.Equal(registered.Length == 0, nearest.Registered is null);
            Assert.Equal(registered.Contains(asked), nearest.Message == "It is registered exactly as asked.");
        }, iter: 20_000);

    // Written from RFC 3986 appendix A, apart from the rules and narrower in nothing but what the test is about.
    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*:(//(\[[0-9a-f:]+\]|[A-Za-z0-9.-]+)(:[1-9][0-9]{0,4})?(/P*)*|/P+(/P*)*|/)(\?(P|[/?])*)?\z")]
    private static partial Regex Shape();

    private static Regex AbsoluteUri() => new(Shape().ToString().Replace("P", "([A-Za-z0-9._~!$&'()+,;=:@-]|%[0-9A-Fa-f]{2})", StringComparison.Ordinal));
}
