namespace ClientRegistry.Core.Data;

/// <summary>
/// A number that rises by one with each use. Its row is updated inside the transaction that uses it and stays locked
/// until commit, so that numbers become visible in their order and a rolled-back one is given again.
/// </summary>
public sealed class Counter
{
    /// <summary>Place of an entry in the audit trail.</summary>
    public const string Audit = "audit";

    /// <summary>Place of a row in the change feed.</summary>
    public const string Changes = "changes";

    /// <summary>Number of a client request.</summary>
    public const string Requests = "requests";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } = [Audit, Changes, Requests];

    /// <summary>Which one.</summary>
    public string Name { get; init; } = "";

    /// <summary>The last number given; 0 before the first.</summary>
    public long Value { get; private set; }
}
