namespace ClientRegistry.Core.Clients;

/// <summary>How much a finding weighs.</summary>
public enum RedirectUriSeverity
{
    /// <summary>The list cannot be registered while this stands (RFC 7591 section 3.2.2, <c>invalid_redirect_uri</c>).</summary>
    Refused,

    /// <summary>It may be registered; a person should look at it first.</summary>
    Warning,
}

/// <summary>One thing the rules have to say about a list of redirect URIs.</summary>
/// <param name="Index">The position in the list, from 0; -1 when it is about the list itself.</param>
/// <param name="Code">A stable word of <see cref="RedirectUriCodes"/>.</param>
/// <param name="Severity">Whether it refuses or warns.</param>
/// <param name="Part">The exact part at fault, as it stood; a character that cannot be seen stands as <c>U+00A0</c>,
/// half a surrogate pair as <c>U+FFFD</c>.</param>
/// <param name="Message">One sentence that names the part at fault and the cure.</param>
public sealed record RedirectUriFinding(int Index, string Code, RedirectUriSeverity Severity, string Part, string Message);

/// <summary>Collects what is said about one entry of the list.</summary>
internal sealed class RedirectUriFindings(int index)
{
    private readonly List<RedirectUriFinding> _all = [];

    public IReadOnlyList<RedirectUriFinding> All => _all;

    public bool Refused { get; private set; }

    public void Refuse(string code, string part, string message)
    {
        Refused = true;
        _all.Add(new RedirectUriFinding(index, code, RedirectUriSeverity.Refused, part, message));
    }

    public void Warn(string code, string part, string message) =>
        _all.Add(new RedirectUriFinding(index, code, RedirectUriSeverity.Warning, part, message));
}
