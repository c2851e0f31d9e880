using System.Diagnostics.CodeAnalysis;

namespace ClientRegistry.Core.Clients;

/// <summary>The grammar of <c>scope</c> (RFC 6749 section 3.3): <c>scope-token *( SP scope-token )</c>, case-sensitive.</summary>
public static class ScopeRules
{
    /// <summary>Whether this is a <c>scope-token</c>: <c>1*( %x21 / %x23-5B / %x5D-7E )</c> (RFC 6749 section 3.3).</summary>
    /// <param name="token">Any text.</param>
    public static bool IsScopeToken(ReadOnlySpan<char> token)
    {
        foreach (char c in token)
            if (c is not ('\x21' or (>= '\x23' and <= '\x5B') or (>= '\x5D' and <= '\x7E'))) return false;
        return !token.IsEmpty;
    }

    /// <summary>
    /// Whether this is a <c>scope</c>: tokens with one space between them, none before, none after
    /// (RFC 6749 section 3.3). The empty text is not one. Allocates nothing.
    /// </summary>
    /// <param name="scope">Any text.</param>
    public static bool IsScope(ReadOnlySpan<char> scope)
    {
        foreach (Range range in scope.Split(' '))
            if (!IsScopeToken(scope[range])) return false;
        return true;
    }

    /// <summary>Reads a <c>scope</c> into its tokens.</summary>
    /// <param name="scope">The value as it came; null is not a scope.</param>
    /// <param name="tokens">
    /// The tokens in the order they came, each once: the grammar allows a repeated token, order and repetition mean nothing
    /// (RFC 6749 section 3.3), so it adds nothing. Empty on failure.
    /// </param>
    /// <returns>False when the text breaks the grammar, as doubled, leading and trailing spaces do.</returns>
    public static bool TryParse([NotNullWhen(true)] string? scope, out IReadOnlyList<string> tokens)
    {
        tokens = [];
        if (scope is null || !IsScope(scope)) return false;
        tokens = [.. scope.Split(' ').Distinct(StringComparer.Ordinal)];
        return true;
    }
}
