namespace ClientRegistry.Core.Requests;

/// <summary>What an approval came to.</summary>
public enum ApprovalStep
{
    /// <summary>A restricted scope asks for another person's approval.</summary>
    NeedsSecondApprover,

    /// <summary>The request is approved.</summary>
    Decided,
}
