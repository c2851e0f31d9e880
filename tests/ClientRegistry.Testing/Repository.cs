namespace ClientRegistry.Testing;

/// <summary>The checkout that the tests were built from.</summary>
public static class Repository
{
    /// <summary>Where the solution is.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "ClientRegistry.sln"))) return at.FullName;
        }

        throw new InvalidOperationException("ClientRegistry.sln is in no directory above the tests.");
    }
}
