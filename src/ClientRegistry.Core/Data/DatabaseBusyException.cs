namespace ClientRegistry.Core.Data;

/// <summary>
/// Somebody else held a lock for longer than a save waits, as an import does that changes many clients at once. Nothing was
/// written.
/// </summary>
/// <param name="cause">What the database said.</param>
public sealed class DatabaseBusyException(Exception cause) : Exception(Refusal.Message, cause)
{
    /// <summary>The same for people.</summary>
    public static RegistryError Refusal { get; } = new(
        ErrorCodes.Busy,
        "The database is busy with somebody else's work, an import for instance. Nothing was saved: try again in a minute.");
}
