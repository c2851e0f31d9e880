using ClientRegistry.Core.Clients;
using Xunit;

namespace ClientRegistry.Core.Tests.Clients;

public sealed class RedirectUriDifferenceTests
{
    private const string Registered = "https://app.example.com/cb";

    [Theory]
    [InlineData("https://app.example.com/cb/", "Path differs: asked '/cb/', registered '/cb' (one trailing slash too many).")]
    [InlineData("https://app.example.com/CB", "Path differs: asked '/CB', registered '/cb' (only upper and lower case differ).")]
    [InlineData("https://app.example.com/cb2", "Path differs: asked '/cb2', registered '/cb' ('2' too many at its end).")]
    [InlineData("https://app.example.com/c", "Path differs: asked '/c', registered '/cb' ('b' missing at its end).")]
    [InlineData("https://app.example.com/%63b", "Path differs: asked '/%63b', registered '/cb' (only the percent-encoding differs).")]
    [InlineData("https://app.example.com", "Path differs: asked '', registered '/cb'.")]
    [InlineData("https://App.example.com/cb", "Host differs: asked 'App.example.com', registered 'app.example.com' (only upper and lower case differ).")]
    [InlineData("https://www.app.example.com/cb", "Host differs: asked 'www.app.example.com', registered 'app.example.com' ('www.' too many).")]
    [InlineData("https://other.example/cb", "Host differs: asked 'other.example', registered 'app.example.com'.")]
    [InlineData("https://\u0430pp.example.com/cb", "Host differs: asked '{U+0430}pp.example.com', registered 'app.example.com'.")]
    [InlineData("http://app.example.com/cb", "Scheme differs: asked 'http', registered 'https'.")]
    [InlineData("HTTPS://app.example.com/cb", "Scheme differs: asked 'HTTPS', registered 'https' (only upper and lower case differ).")]
    [InlineData("https://app.example.com:8443/cb", "Port differs: asked '8443', registered none.")]
    [InlineData("https://app.example.com:443/cb", "Port differs: asked '443', registered none (the default port counts as written).")]
    [InlineData("https://app.example.com:/cb", "Port differs: asked '', registered none.")]
    [InlineData("https://user@app.example.com/cb", "User-info differs: asked 'user', registered none.")]
    [InlineData("https://app.example.com/cb?a=1", "Query differs: asked 'a=1', registered none.")]
    [InlineData("https://app.example.com/cb#", "Fragment differs: asked '', registered none (a redirect URI has no fragment).")]
    [InlineData("http://app.example.com:80/cb/", "Scheme differs: asked 'http', registered 'https'; port differs: asked '80', registered none; path differs: asked '/cb/', registered '/cb' (one trailing slash too many).")]
    [InlineData("https%3A%2F%2Fapp.example.com%2Fcb", "Asked 'https%3A%2F%2Fapp.example.com%2Fcb', which is 'https://app.example.com/cb' percent-encoded once too often.")]
    [InlineData("https://app.example.com/cb\n", "Asked with white space around 'https://app.example.com/cb', registered without.")]
    [InlineData("app.example.com/cb", "It has no scheme and so is not an absolute URI: asked 'app.example.com/cb', registered 'https://app.example.com/cb'.")]
    [InlineData("", "Asked with an empty redirect URI, registered 'https://app.example.com/cb'.")]
    [InlineData(null, "Asked with an empty redirect URI, registered 'https://app.example.com/cb'.")]
    [InlineData(Registered, "It is registered exactly as asked.")]
    public void The_sentence_names_what_differs(string? asked, string sentence)
    {
        NearestRedirectUri nearest = RedirectUriDifference.Explain(asked, [Registered]);
        Assert.Equal(Registered, nearest.Registered);
        Assert.Equal(sentence, nearest.Message);
    }

    [Theory]
    [InlineData("https://a.example/x/", "https://a.example/x", "(one trailing slash too many)")]
    [InlineData("https://a.example/x", "https://a.example/x/", "(the trailing slash is missing)")]
    [InlineData("https://a.example/x%2fy", "https://a.example/x%2Fy", "(only the case of a percent-escape differs)")]
    [InlineData("https://a.example/X%2fy", "https://a.example/x%2Fy", "(only upper and lower case differ)")]
    [InlineData("https://a.example", "https://www.a.example", "('www.' is missing)")]
    [InlineData("http://localhost:3000/x", "http://127.0.0.1:3000/x", "(both mean this machine, but they are compared as written)")]
    [InlineData("https://a.example/x?a=1&b=2", "https://a.example/x?a=1", "('b=2' too many)")]
    [InlineData("https://a.example/x?a=1", "https://a.example/x?a=1&b=2", "('b=2' missing)")]
    [InlineData("https://a.example/x?b=2&a=1", "https://a.example/x?a=1&b=2", "(the same parameters in another order)")]
    [InlineData("https://a.example/x?a=1&a=1", "https://a.example/x?a=1", "(a repeated parameter)")]
    [InlineData("https://a.example/x?a=2", "https://a.example/x?a=1", "asked 'a=2', registered 'a=1'.")]
    public void The_sentence_hints_at_the_usual_mistakes(string asked, string registered, string hint) =>
        Assert.Contains(hint, RedirectUriDifference.Explain(asked, [registered]).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("https://app.example.com/cb/", "https://app.example.com/cb")]
    [InlineData("https://app.example.com/other", "https://app.example.com/cb")]
    [InlineData("https://test.example.com/callback", "https://test.example.com/callback2")]
    [InlineData("http://test.example.com/callback2", "https://test.example.com/callback2")]
    [InlineData("com.example.app://cb", "com.example.app:/cb")]
    [InlineData("test.example.com/cb", "https://app.example.com/cb")]
    public void The_nearest_of_several_is_chosen(string asked, string expected)
    {
        string[] registered = ["https://app.example.com/cb", "https://test.example.com/callback2", "com.example.app:/cb"];
        Assert.Equal(expected, RedirectUriDifference.Explain(asked, registered).Registered);
    }

    [Fact]
    public void With_nothing_registered_the_sentence_says_so()
    {
        NearestRedirectUri nearest = RedirectUriDifference.Explain(Registered, []);
        Assert.Null(nearest.Registered);
        Assert.Contains("no redirect URI is registered", nearest.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_port_of_a_native_loopback_address_is_no_difference()
    {
        string[] registered = ["http://127.0.0.1:8080/cb"];
        string message = RedirectUriDifference.Explain("http://127.0.0.1:5000/cb/", registered, ApplicationType.Native).Message;
        Assert.Equal("Path differs: asked '/cb/', registered '/cb' (one trailing slash too many).", message);
        Assert.Contains("port differs", RedirectUriDifference.Explain("http://127.0.0.1:5000/cb/", registered).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Port differs", RedirectUriDifference.Explain("http://127.0.0.1:0/cb", registered, ApplicationType.Native).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_texts_are_cut_around_the_place_where_they_differ()
    {
        string path = "/" + new string('a', 1500);
        string message = RedirectUriDifference.Explain($"https://app.example.com{path}x/end", [$"https://app.example.com{path}y/end"]).Message;
        Assert.True(message.Length < 300, message);
        Assert.Contains("ax/end'", message, StringComparison.Ordinal);
        Assert.Contains("ay/end'", message, StringComparison.Ordinal);
    }
}
