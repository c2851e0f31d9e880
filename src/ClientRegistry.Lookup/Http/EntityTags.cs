using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ClientRegistry.Lookup.Http;

/// <summary>Evaluates <c>If-None-Match</c> (RFC 9110 section 13.1.2).</summary>
internal static class EntityTags
{
    /// <summary>Whether the caller has this version already.</summary>
    /// <param name="ifNoneMatch">What came.</param>
    /// <param name="tag">The tag of what would be served, with its quotes.</param>
    public static bool Match(StringValues ifNoneMatch, string tag)
    {
        if (ifNoneMatch.Count == 0) return false;
        if (ifNoneMatch.Count == 1 && ifNoneMatch[0] == tag) return true;
        if (!EntityTagHeaderValue.TryParseList(ifNoneMatch, out var tags)) return false;

        var served = new EntityTagHeaderValue(tag);
        foreach (var one in tags)
            if (one.Tag == "*" || one.Compare(served, useStrongComparison: false)) return true;
        return false;
    }
}
