using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ClientRegistry.Lookup.Tests;

/// <summary>
/// A second, plain reading of what the RFCs say of a body and its parameters, for what <see cref="AuthorizationWorld"/> and
/// <see cref="AuthenticationWorld"/> have registered. Slow and simple; it shares nothing with the code it is held against.
/// </summary>
internal static partial class PlainReading
{
    /// <summary>The parameters of a form, in order and as often as they were sent; null when one that is named cannot be read.</summary>
    /// <param name="body">The octets.</param>
    /// <param name="names">The parameters that matter.</param>
    public static IReadOnlyList<(string Name, string Value)>? OfForm(byte[] body, params string[] names)
    {
        var read = new List<(string Name, string Value)>();
        foreach (var pair in Regex.Replace(Encoding.Latin1.GetString(body), @"^\?", "").Split('&'))
        {
            var parts = pair.Split('=', 2);
            if (Decode(parts[0]) is not { } name || !names.Contains(name)) continue;
            if (Decode(parts.Length == 2 ? parts[1] : "") is not { } value) return null;
            read.Add((name, value));
        }

        return read;
    }

    /// <summary>The members of a JSON object of strings; null when it is none, or has one twice.</summary>
    /// <param name="body">The octets.</param>
    /// <param name="names">The parameters that matter.</param>
    public static IReadOnlyList<(string Name, string Value)>? OfJson(byte[] body, params string[] names)
    {
        try
        {
            var members = JsonDocument.Parse(body).RootElement.EnumerateObject()
                .Select(m => (m.Name, Value: m.Value.ValueKind == JsonValueKind.String ? m.Value.GetString() : null)).ToList();
            return members.Any(m => m.Value is null) || members.GroupBy(m => m.Name).Any(g => g.Count() > 1)
                ? null
                : [.. members.Where(m => names.Contains(m.Name)).Select(m => (m.Name, m.Value!))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>To where an authorization request may go on (RFC 6749 section 4.1.1, RFC 7636); null when it may not.</summary>
    /// <param name="sent">The named parameters; null for a body that cannot be read.</param>
    public static string? GoesTo(IReadOnlyList<(string Name, string Value)>? sent)
    {
        if (sent is null || IsAnyRepeated(sent)) return null;

        string[] registered = One(sent, "client_id") switch
        {
            "one-uri" or "no-pkce" => ["https://app.example/cb"],
            "two-uris" => ["https://app.example/cb", "https://app.example/cb2"],
            "public" => ["http://127.0.0.1/cb", "http://[::1]:81/cb", "com.example.app:/cb"],
            _ => [],
        };
        var target = One(sent, "redirect_uri") ?? (registered.Length == 1 ? registered[0] : "");
        var isGood = registered.Any(r => r == target || WithoutLoopbackPort(r) == WithoutLoopbackPort(target))
            && One(sent, "response_type") == "code"
            && One(sent, "scope") is "orders-api" or "catalogue-api" or "orders-api catalogue-api" or "catalogue-api orders-api"
            && (One(sent, "state") ?? "").All(c => c is >= ' ' and <= '~')
            && HasGoodChallenge(sent);
        return isGood ? target : null;
    }

    /// <summary>Whether a client has proved who it is (RFC 6749 section 2.3).</summary>
    /// <param name="sent">The named parameters; null for a body that cannot be read.</param>
    public static bool IsAuthenticated(IReadOnlyList<(string Name, string Value)>? sent)
    {
        if (sent is null || IsAnyRepeated(sent)) return false;

        var (clientId, secret) = (One(sent, "client_id"), One(sent, "client_secret"));
        if (One(sent, "authorization") is not { } header)
            return (clientId, secret) is ("post", AuthenticationWorld.Secret) or ("public", null);
        return secret is null
            && PairOf(header) is ("basic", AuthenticationWorld.Secret or AuthenticationWorld.SecondSecret)
            && clientId is null or "basic";
    }

    // RFC 6749 section 2.3.1: base64 of form-urlencoded id, colon, form-urlencoded secret.
    private static (string? ClientId, string? Secret)? PairOf(string header)
    {
        var match = BasicHeader().Match(header);
        if (!match.Success || match.Groups[1].Length % 4 != 0) return null;
        var pair = Encoding.Latin1.GetString(Convert.FromBase64String(match.Groups[1].Value)).Split(':', 2);
        return pair.Length == 2 ? (Decode(pair[0]), Decode(pair[1])) : null;
    }

    // RFC 7636 sections 4.2 and 4.3: a challenge comes with its method, which is plain when left out; plain is not for us.
    private static bool HasGoodChallenge(IReadOnlyList<(string Name, string Value)> sent) =>
        (One(sent, "code_challenge"), One(sent, "code_challenge_method")) switch
        {
            (null, null) => One(sent, "client_id") == "no-pkce",
            ({ } challenge, "S256") => ChallengeText().IsMatch(challenge),
            _ => false,
        };

    // RFC 8252 section 7.3: of the clients here, only the public one is native and has such addresses.
    private static string WithoutLoopbackPort(string uri) =>
        LoopbackPort().Replace(uri, m => ushort.TryParse(m.Groups[2].Value, out _) ? m.Groups[1].Value : m.Value);

    // RFC 6749 section 3.1: what has no value counts as left out, and nothing may come twice.
    private static string? One(IReadOnlyList<(string Name, string Value)> sent, string name) =>
        sent.Where(p => p.Name == name && p.Value.Length > 0).Select(p => p.Value).SingleOrDefault();

    private static bool IsAnyRepeated(IReadOnlyList<(string Name, string Value)> sent) =>
        sent.GroupBy(p => p.Name).Any(g => g.Count() > 1);

    // Text in which each character stands for an octet; null when an escape is broken or the octets are not UTF-8.
    private static string? Decode(string encoded)
    {
        if (!Escaped().IsMatch(encoded)) return null;
        var octets = Regex.Replace(encoded.Replace('+', ' '), "%(..)", m => ((char)Convert.ToByte(m.Groups[1].Value, 16)).ToString());
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Encoding.Latin1.GetBytes(octets));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    [GeneratedRegex("^basic +([A-Za-z0-9+/]+={0,2})\\z", RegexOptions.IgnoreCase)]
    private static partial Regex BasicHeader();

    [GeneratedRegex(@"^[A-Za-z0-9\-._~]{43,128}\z")]
    private static partial Regex ChallengeText();

    [GeneratedRegex("^([^%]|%[0-9A-Fa-f]{2})*\\z", RegexOptions.Singleline)]
    private static partial Regex Escaped();

    [GeneratedRegex(@"^(http://(?:127\.0\.0\.1|\[::1\])):([1-9][0-9]{0,4})(?=/|\?|\z)")]
    private static partial Regex LoopbackPort();
}
