using System.Text;
using System.Text.Json;
using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup.Directory;
using ClientRegistry.Lookup.Http;
using CsCheck;

namespace ClientRegistry.Lookup.Tests;

public sealed class RedirectUriMatcherTests
{
    private const int None = RedirectUriMatcher.None;
    private static readonly JsonSerializerOptions Json = new() { Encoder = JsonText.Options.Encoder };
    private static readonly ApplicationType[] Types = [ApplicationType.Web, ApplicationType.Native];

    [Theory]
    [InlineData("https://app.example.com/cb")]
    [InlineData("com.example.app:/cb")]
    [InlineData("http://127.0.0.1:8080/cb?a=1")]
    public void The_same_characters_match_for_every_type(string uri)
    {
        foreach (ApplicationType type in Types)
        {
            Assert.Equal(0, Find(uri, [uri], type));
            Assert.Equal(1, Find(uri, ["https://other.example/", uri], type));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://app.example.com/cb/")]
    [InlineData("https://app.example.com/c")]
    [InlineData("https://app.example.com/CB")]
    [InlineData("https://App.example.com/cb")]
    [InlineData("HTTPS://app.example.com/cb")]
    [InlineData("http://app.example.com/cb")]
    [InlineData("https://app.example.com:443/cb")]
    [InlineData("https://app.example.com:8443/cb")]
    [InlineData("https://app.example.com./cb")]
    [InlineData("https://app.example.com/%63b")]
    [InlineData("https://app.example.com/./cb")]
    [InlineData("https://app.example.com/cb?")]
    [InlineData("https://app.example.com/cb?a=1")]
    [InlineData("https://app.example.com/cb#")]
    [InlineData("https://app.example.com/cb ")]
    [InlineData("https://app.example.com/cb\n")]
    [InlineData("https://app.example.com/cb\0")]
    [InlineData("https://app.example.com/c\u00adb")]
    [InlineData("https://app.example.com/cb\u200b")]
    [InlineData("https://user@app.example.com/cb")]
    [InlineData("https://app.example.com@evil.example/cb")]
    [InlineData("https://app.example.com.evil.example/cb")]
    public void Anything_but_the_same_characters_does_not_match(string asked)
    {
        foreach (ApplicationType type in Types)
        {
            Assert.Equal(None, Find(asked, ["https://app.example.com/cb", "https://other.example/"], type));
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:65535/cb")]
    [InlineData("http://127.0.0.1:8080/cb", "http://127.0.0.1:9090/cb")]
    [InlineData("http://127.0.0.1:8080/cb", "http://127.0.0.1/cb")]
    [InlineData("http://127.0.0.1", "http://127.0.0.1:49152")]
    [InlineData("http://127.0.0.1?a=1", "http://127.0.0.1:49152?a=1")]
    [InlineData("http://127.0.0.1/cb?a=1&b=@", "http://127.0.0.1:49152/cb?a=1&b=@")]
    [InlineData("http://[::1]/cb", "http://[::1]:49152/cb")]
    [InlineData("http://[::1]:1/", "http://[::1]:2/")]
    public void Any_port_of_a_loopback_address_matches_for_a_native_application_only(string registered, string asked)
    {
        Assert.Equal(1, Find(asked, ["com.example.app:/cb", registered], ApplicationType.Native));
        Assert.Equal(None, Find(asked, ["com.example.app:/cb", registered], ApplicationType.Web));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1@evil.example/cb")]
    [InlineData("http://127.0.0.1:@evil.example/cb")]
    [InlineData("http://127.0.0.1@evil.example/cb")]
    [InlineData("http://user@127.0.0.1:8080/cb")]
    [InlineData("http://127.0.0.1.evil.example/cb")]
    [InlineData("http://127.0.0.1:8080.evil.example/cb")]
    [InlineData("http://127.0.0.11/cb")]
    [InlineData("http://127.0.0.2:8080/cb")]
    [InlineData("http://127.1:8080/cb")]
    [InlineData("http://localhost:8080/cb")]
    [InlineData("http://[::1]:8080/cb")]
    [InlineData("https://127.0.0.1:8080/cb")]
    [InlineData("HTTP://127.0.0.1:8080/cb")]
    [InlineData("http://127.0.0.1:/cb")]
    [InlineData("http://127.0.0.1:0/cb")]
    [InlineData("http://127.0.0.1:00080/cb")]
    [InlineData("http://127.0.0.1:080/cb")]
    [InlineData("http://127.0.0.1:65536/cb")]
    [InlineData("http://127.0.0.1:99999/cb")]
    [InlineData("http://127.0.0.1:4294967376/cb")]
    [InlineData("http://127.0.0.1:+80/cb")]
    [InlineData("http://127.0.0.1:-80/cb")]
    [InlineData("http://127.0.0.1: 80/cb")]
    [InlineData("http://127.0.0.1:80 /cb")]
    [InlineData("http://127.0.0.1:8\u0660/cb")]
    [InlineData("http://127.0.0.1:0x50/cb")]
    [InlineData("http://127.0.0.1:80:80/cb")]
    [InlineData("http://127.0.0.1:80\\cb")]
    [InlineData("http://127.0.0.1:80\\@evil.example/cb")]
    [InlineData("http://127.0.0.1:80#/cb")]
    [InlineData("http://127.0.0.1:80")]
    [InlineData("http://127.0.0.1:80/")]
    [InlineData("http://127.0.0.1:80/cb/")]
    [InlineData("http://127.0.0.1:80/CB")]
    [InlineData("http://127.0.0.1:80/cb?")]
    [InlineData("http://127.0.0.1:80/cb?a=1")]
    [InlineData("http://127.0.0.1:80/cb#")]
    [InlineData("http://127.0.0.1:80//cb")]
    [InlineData("http://127.0.0.1:80/x/../cb")]
    public void Beyond_its_port_a_loopback_address_is_compared_to_the_character(string asked)
    {
        Assert.Equal(None, Find(asked, ["http://127.0.0.1/cb", "http://127.0.0.1:8080/cb"], ApplicationType.Native));
    }

    [Theory]
    [InlineData("http://127.0.0.1.example.com/cb", "http://127.0.0.1:80.example.com/cb")]
    [InlineData("http://127.0.0.1@example.com/cb", "http://127.0.0.1:80@example.com/cb")]
    [InlineData("http://[::1]example.com/cb", "http://[::1]:80example.com/cb")]
    [InlineData("http://localhost/cb", "http://localhost:80/cb")]
    [InlineData("https://127.0.0.1/cb", "https://127.0.0.1:8080/cb")]
    [InlineData("https://app.example.com/cb", "https://app.example.com:8443/cb")]
    [InlineData("com.example.app://127.0.0.1/cb", "com.example.app://127.0.0.1:80/cb")]
    public void What_is_registered_elsewhere_than_on_http_loopback_keeps_its_port(string registered, string asked) =>
        Assert.Equal(None, Find(asked, [registered], ApplicationType.Native));

    [Fact]
    public void An_exact_match_goes_before_a_match_by_any_port()
    {
        string[] registered = ["http://127.0.0.1:1/cb", "http://127.0.0.1:2/cb"];
        Assert.Equal(1, Find("http://127.0.0.1:2/cb", registered, ApplicationType.Native));
        Assert.Equal(0, Find("http://127.0.0.1:3/cb", registered, ApplicationType.Native));
    }

    [Fact]
    public void Every_port_from_1_to_65535_matches_and_no_other_number() =>
        Gen.Int[-10, 200_000].Sample(port =>
            Find($"http://127.0.0.1:{port}/cb", ["http://127.0.0.1/cb"], ApplicationType.Native) == 0
            == port is >= 1 and <= 65535);

    [Fact]
    public void Whatever_is_asked_a_match_is_the_same_text_or_leads_to_the_same_loopback_address()
    {
        Gen<string> piece = Gen.OneOf(
            Gen.OneOf("http://127.0.0.1", "http://[::1]", "http://127.0.0.1:8080", "/cb", ":80", ":", "@", ".", "/", "?", "#", "\\", "1", "evil.example"),
            Gen.Char.Select(c => c.ToString()));
        string[] registered = ["http://127.0.0.1/cb", "http://127.0.0.1", "http://[::1]:1/cb?1"];
        piece.Array[1, 5].Select(string.Concat).Sample(asked =>
        {
            int found = Find(asked, registered, ApplicationType.Native);
            if (found == None) return;
            Assert.True(ParsedRedirectUri.TryParse(asked, out ParsedRedirectUri? left));
            Assert.True(ParsedRedirectUri.TryParse(registered[found], out ParsedRedirectUri? right));
            Assert.Equal(
                (right.Scheme, right.UserInfo, right.Host, right.Path, right.Query, right.Fragment),
                (left.Scheme, left.UserInfo, left.Host, left.Path, left.Query, left.Fragment));
        }, iter: 50_000);
    }

    [Fact]
    public void Matching_allocates_nothing()
    {
        RegisteredRedirectUris registered = Registered("https://app.example.com/cb", "http://127.0.0.1:8080/cb", "http://[::1]/cb");
        string[] asked = ["https://app.example.com/cb", "http://127.0.0.1:5000/cb", "http://[::1]:5000/cb", "https://evil.example/cb"];
        const int rounds = 10_000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < rounds; i++)
            foreach (string one in asked) RedirectUriMatcher.Find(one, registered, ApplicationType.Native);

        // The runtime allocates a little, once, while it compiles; one object in each round would be far more than this.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, rounds);
    }

    [Theory]
    [InlineData("https://app.example/\ufffd", "https://app.example/\ud83d")]
    [InlineData("https://app.example/", "https://app.example/\udd11")]
    public void Half_a_surrogate_pair_is_the_same_as_nothing(string registered, string asked) =>
        Assert.Equal(None, Find(asked, [registered], ApplicationType.Web));

    [Fact]
    public void However_many_and_long_they_are_each_is_found_at_its_place_and_read_back()
    {
        string[] uris = [.. Enumerable.Range(0, 50).Select(n => $"https://app{n}.example/{new string('a', n * 40)}")];
        var registered = Registered(uris);
        Assert.Equal(uris, registered.ToList());
        foreach (var (index, uri) in uris.Index())
        {
            Assert.Equal(index, RedirectUriMatcher.Find(uri, registered, ApplicationType.Native));
            Assert.Equal(None, RedirectUriMatcher.Find(uri + "/", registered, ApplicationType.Native));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => registered[50]);
    }

    [Theory]
    [InlineData("""["https://app.example/","https://other.example/"]""", 1)]
    [InlineData("""["https://app.example/"]""", 2)]
    [InlineData("""["https://app.example/\",\"https://evil.example/"]""", 1)]
    [InlineData("""["https://app.example/\u00e9"]""", 1)]
    [InlineData("""{"redirect_uris":["https://app.example/"]}""", 1)]
    public void A_document_in_which_they_do_not_stand_as_they_are_is_refused(string document, int count) =>
        Assert.Throws<ArgumentException>(
            () => new RegisteredRedirectUris(Encoding.UTF8.GetBytes(document), 0, new DateTimeOffset?[count]));

    [Fact]
    public void They_are_found_where_they_stand_in_a_document()
    {
        const string document = """{"a":["https://no.example/"],"redirect_uris":["https://app.example/","a:/b"],"c":["https://no.example/"]}""";
        var start = document.IndexOf("""["https://app""", StringComparison.Ordinal);

        var registered = new RegisteredRedirectUris(Encoding.UTF8.GetBytes(document), start, new DateTimeOffset?[2]);

        Assert.Equal(["https://app.example/", "a:/b"], registered.ToList());
        Assert.Equal(None, RedirectUriMatcher.Find("https://no.example/", registered, ApplicationType.Web));
    }

    private static int Find(string asked, string[] registered, ApplicationType type) =>
        RedirectUriMatcher.Find(asked, Registered(registered), type);

    private static RegisteredRedirectUris Registered(params string[] uris) => new(
        JsonSerializer.SerializeToUtf8Bytes(uris, Json), 0, new DateTimeOffset?[uris.Length]);
}
