namespace ClientRegistry.Core.Data;

/// <summary>
/// A row that two people may want to change at once. The context gives it a new token at every save, so that the
/// second of two saves finds nothing to update and is told so.
/// </summary>
public interface IVersioned
{
    /// <summary>Changes with every save.</summary>
    Guid ConcurrencyToken { get; }
}
