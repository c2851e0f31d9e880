namespace ClientRegistry.Web.Commands;

/// <summary>The verbs of the one executable. Without a verb it serves.</summary>
internal static class CommandLine
{
    private const int Done = 0;

    /// <summary>Runs what the arguments ask for.</summary>
    /// <param name="args">As they came.</param>
    /// <param name="serve">Serves until it is stopped; takes settings as <c>--key=value</c>.</param>
    /// <returns>0 when it was done.</returns>
    public static async Task<int> RunAsync(string[] args, Func<string[], Task> serve)
    {
        await serve(args);
        return Done;
    }
}
