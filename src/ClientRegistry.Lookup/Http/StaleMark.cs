using System.Globalization;
using ClientRegistry.Lookup.Directory;
using Microsoft.AspNetCore.Http;

namespace ClientRegistry.Lookup.Http;

/// <summary>Marks an answer that is older than it should be, because the database cannot be asked.</summary>
internal static class StaleMark
{
    /// <summary>Sets <c>Age</c> (RFC 9111 section 5.1) when the answer is stale.</summary>
    /// <param name="response">The response.</param>
    /// <param name="answer">What the directory said.</param>
    public static void Set(HttpResponse response, DirectoryAnswer answer)
    {
        if (answer.Age is { } age)
            response.Headers.Age = ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }
}
