using ClientRegistry.Core.Protocol;

namespace ClientRegistry.Lookup.Authorization;

/// <summary>
/// Values of <c>response_type</c>: RFC 6749 section 3.1.1 and OAuth 2.0 Multiple Response Type Encoding Practices, by
/// which the order of the words does not matter.
/// </summary>
internal static class ResponseTypeSet
{
    private const string None = "none";
    private static readonly string[] Words = [ResponseTypes.Code, "token", "id_token"];

    /// <summary>Whether there is such a one: <c>none</c>, or some of the other words, each once.</summary>
    /// <param name="responseType">What was sent.</param>
    public static bool IsKnown(string responseType)
    {
        if (responseType is ResponseTypes.Code or None) return true;
        var words = responseType.Split(' ');
        return words.Length <= Words.Length && words.All(Words.Contains) && words.Distinct().Count() == words.Length;
    }

    /// <summary>
    /// Whether the client has registered it and the grant it needs (RFC 7591 section 2.1). Of the known ones the registry
    /// registers <c>code</c> only (RFC 9700 section 2.1.2).
    /// </summary>
    /// <param name="responseType">A known one.</param>
    /// <param name="registered">The client's response types.</param>
    /// <param name="grants">The client's grant types.</param>
    public static bool IsRegistered(string responseType, IReadOnlyList<string> registered, IReadOnlyList<string> grants) =>
        responseType == ResponseTypes.Code
        && registered.Contains(responseType)
        && grants.Contains(GrantTypes.AuthorizationCode);
}
