namespace ClientRegistry.Browser.Tests.Infrastructure;

/// <summary>Where what a failed test leaves behind is kept.</summary>
internal static class Evidence
{
    private const int LongestName = 120;

    /// <summary><c>artifacts/browser</c> at the top of the working copy, or beside the tests when they run elsewhere.</summary>
    internal static string Folder()
    {
        DirectoryInfo? top = new(AppContext.BaseDirectory);
        while (top is not null && !File.Exists(Path.Combine(top.FullName, "ClientRegistry.sln")))
            top = top.Parent;
        var folder = Path.Combine(top?.FullName ?? AppContext.BaseDirectory, "artifacts", "browser");
        return Directory.CreateDirectory(folder).FullName;
    }

    /// <summary>The running test's name, fit for a file; the cases of a theory differ by their end.</summary>
    internal static string TestName()
    {
        var context = TestContext.Current;
        var method = context.TestMethod?.MethodName ?? "test";
        return $"{(method.Length > LongestName ? method[..LongestName] : method)}-{context.Test?.UniqueID[..6]}";
    }
}
