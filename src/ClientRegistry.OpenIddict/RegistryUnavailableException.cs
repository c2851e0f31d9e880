namespace ClientRegistry.OpenIddict;

/// <summary>
/// The registry gave no answer that can be trusted, and none is held that is good enough. It says nothing about the
/// client: answer 503, never "unknown client".
/// </summary>
public sealed class RegistryUnavailableException : Exception
{
    /// <summary>Makes one.</summary>
    public RegistryUnavailableException()
        : this("The client registry cannot be asked at the moment.")
    {
    }

    /// <summary>Makes one with a message.</summary>
    /// <param name="message">What went wrong; names no client and no key.</param>
    public RegistryUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and a cause.</summary>
    /// <param name="message">What went wrong; names no client and no key.</param>
    /// <param name="innerException">The cause.</param>
    public RegistryUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether it answered, and does not know the key: asking again will not help.</summary>
    internal bool IsKeyRefused { get; init; }

    internal static RegistryUnavailableException TooOld() => new("The client registry's answer is too old.");
}
