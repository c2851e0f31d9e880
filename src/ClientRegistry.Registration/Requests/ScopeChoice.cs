namespace ClientRegistry.Registration.Requests;

/// <summary>A scope that somebody may ask for.</summary>
/// <param name="Name">The scope-token.</param>
/// <param name="Description">What it lets a client do.</param>
/// <param name="IsRestricted">Whether it needs a justification and a second approver.</param>
/// <param name="IsRetired">Whether it is left to clients that have it already.</param>
public sealed record ScopeChoice(string Name, string Description, bool IsRestricted, bool IsRetired);
