namespace ClientRegistry.Core.Requests;

/// <summary>
/// <c>Draft → Submitted → InReview → Approved | Rejected | ChangesRequested | Withdrawn</c>; from
/// <c>ChangesRequested</c> it is edited and submitted again.
/// </summary>
public enum ClientRequestState
{
    /// <summary>The partner is writing it.</summary>
    Draft,

    /// <summary>Waits for an account manager to claim it.</summary>
    Submitted,

    /// <summary>An account manager has it.</summary>
    InReview,

    /// <summary>The partner has it again, to change something.</summary>
    ChangesRequested,

    /// <summary>Done: there is a client, or a new revision of one.</summary>
    Approved,

    /// <summary>Done: refused with a reason.</summary>
    Rejected,

    /// <summary>Done: the partner took it back.</summary>
    Withdrawn,
}

/// <summary>What an entry of a request's timeline tells.</summary>
public enum RequestEventKind
{
    Drafted,
    Submitted,
    Claimed,
    Commented,
    ChangesRequested,
    FirstApproved,
    Approved,
    Rejected,
    Withdrawn,
}

/// <summary>States in plain words.</summary>
public static class ClientRequestStateWords
{
    /// <summary>As it stands in a sentence: <c>the request is …</c>.</summary>
    /// <param name="state">The state.</param>
    public static string InWords(this ClientRequestState state) => state switch
    {
        ClientRequestState.InReview => "in review",
        ClientRequestState.ChangesRequested => "waiting for changes",
        ClientRequestState.Draft => "a draft",
        _ => state.ToString().ToLowerInvariant(),
    };
}
