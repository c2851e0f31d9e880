using System.Text;
using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup;
using ClientRegistry.Lookup.Directory;
using CsCheck;

namespace ClientRegistry.OpenIddict.Tests;

/// <summary>
/// The rule stands twice, in the registry and in this package, which references nothing of it: both say the same of
/// redirect URIs at random, most of them nearly right.
/// </summary>
public sealed class RedirectUriAgreementTests
{
    private const int Questions = 50_000;

    private static readonly Gen<string> Origin = Gen.OneOf(
        "http://127.0.0.1", "http://127.0.0.1", "http://127.0.0.1", "http://[::1]", "http://[::1]", "http://[::1]", "http://localhost",
        "https://127.0.0.1", "HTTP://127.0.0.1", "http://127.0.0.2", "http://[::01]", "https://app.example", "com.example.app", "");

    private static readonly Gen<string> Port = Gen.OneOf(
        Gen.Const(""),
        Gen.Int[1, 70_000].Select(port => $":{port}"),
        Gen.OneOf(":", ":0", ":080", ":+80", ":-1", ":8x", ":\uff18", ":65535", ":65536", ":99999999999", ":80:80"));

    private static readonly Gen<string> Rest = Gen.OneOf(
        "/cb", "/cb", "", "/", "?a=b", "/cb?a=b", "/cb/", "/CB", "/cb#", "#", "@evil.example/cb", ".evil.example/cb", "/\u00e9", "/e\u0301");

    private static readonly Gen<Parts> Any = Gen.Select(Origin, Port, Rest, (origin, port, rest) => new Parts(origin, port, rest));

    private static readonly Gen<(string[] Registered, string Asked, ApplicationType Type)> Question =
        from registered in Any.Array[1, 4]
        from one in Gen.OneOf(registered)
        from other in Any
        from end in Gen.Char
        from odd in Gen.String
        from asked in Gen.OneOf(
            $"{one}", $"{one with { Port = other.Port }}", $"{one with { Port = other.Port }}", $"{one with { Rest = other.Rest }}",
            $"{one with { Origin = other.Origin }}", $"{other}", $"{one}{end}", odd)
        from type in Gen.Enum<ApplicationType>()
        select (registered.Select(parts => parts.ToString()).ToArray(), asked, type);

    [Fact]
    public void The_package_and_the_registry_agree_on_every_redirect_uri_that_is_asked_for()
    {
        var (exact, byPort) = (0, 0);
        Question.Sample(
            question =>
            {
                var isFound = IsFoundByTheRegistry(question.Registered, question.Asked, question.Type);
                if (question.Registered.Contains(question.Asked)) Interlocked.Increment(ref exact);
                else if (isFound) Interlocked.Increment(ref byPort);
                Assert.Equal(isFound, IsFoundByThePackage(question.Registered, question.Asked, question.Type));
            },
            iter: Questions);

        Assert.True(exact > Questions / 100 && byPort > Questions / 100, $"Only {exact} and {byPort} matched: that proves nothing.");
    }

    private static bool IsFoundByThePackage(string[] registered, string asked, ApplicationType type) =>
        RedirectUris.Matches(asked, new RegistryApplication
        {
            ClientId = "c",
            ApplicationType = type == ApplicationType.Native ? "native" : "web",
            RedirectUris = [.. registered],
        });

    // As they stand in the client document.
    private static bool IsFoundByTheRegistry(string[] registered, string asked, ApplicationType type)
    {
        var document = $"[{string.Join(',', registered.Select(uri => $"\"{uri}\""))}]";
        var uris = new RegisteredRedirectUris(Encoding.UTF8.GetBytes(document), 0, new DateTimeOffset?[registered.Length]);
        return RedirectUriMatcher.Find(asked, uris, type) != RedirectUriMatcher.None;
    }

    private sealed record Parts(string Origin, string Port, string Rest)
    {
        public override string ToString() => Origin + Port + Rest;
    }
}
