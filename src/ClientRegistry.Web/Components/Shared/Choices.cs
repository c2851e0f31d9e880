namespace ClientRegistry.Web.Components.Shared;

/// <summary>Reads a choice that stands in an address.</summary>
internal static class Choices
{
    /// <summary>The choice of that name, in either case.</summary>
    /// <typeparam name="T">What is chosen among.</typeparam>
    /// <param name="text">What stands in the address; null for nothing.</param>
    /// <param name="otherwise">What counts when there is no such choice.</param>
    public static T Read<T>(string? text, T otherwise)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice : otherwise;
}
