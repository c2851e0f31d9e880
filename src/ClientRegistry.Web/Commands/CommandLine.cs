using System.CommandLine;
using System.CommandLine.Invocation;
using ClientRegistry.Web.Hosting;
using SystemCommand = System.CommandLine.Command;

namespace ClientRegistry.Web.Commands;

/// <summary>The verbs of the one executable. Without a verb it serves.</summary>
internal static class CommandLine
{
    /// <summary>It was done.</summary>
    public const int Done = 0;

    /// <summary>It was refused or has failed, and nothing was written.</summary>
    public const int Refused = 1;

    /// <summary>The arguments make no command.</summary>
    public const int WrongUsage = 2;

    /// <summary>Runs what the arguments ask for.</summary>
    /// <param name="args">As they came.</param>
    /// <param name="serve">Serves until it is stopped; takes settings as <c>--key=value</c>.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Func<string[], Task> serve)
    {
        var serving = new ServeAction(serve);
        // An @ begins a name like any other sign, and not the path of a file with arguments.
        var parsed = Root(serving).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
            return Complain(WrongUsage, parsed.Errors.Select(e => RefusalReasons.OneLine(e.Message)));
        if (Misplaced(parsed, serving) is { } token)
            return Complain(WrongUsage, [$"\"{token}\" is not understood here. --help lists the commands."]);

        try
        {
            // The host listens to signals itself while it serves, and must be given the time to finish.
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (RefusalReasons.Of(e) is { } reasons)
        {
            return Complain(Refused, reasons);
        }
    }

    /// <summary>Says on standard error what is wrong, one line each.</summary>
    /// <param name="exitCode">What to exit with.</param>
    /// <param name="lines">What is wrong.</param>
    /// <returns>The exit code.</returns>
    public static int Complain(int exitCode, IEnumerable<string> lines)
    {
        foreach (var line in lines) Console.Error.WriteLine(line);
        return exitCode;
    }

    private static RootCommand Root(ServeAction serving)
    {
        var root = new RootCommand("Client Registry: serves the portal and the lookup API, unless a command is given.")
        {
            Action = serving, TreatUnmatchedTokensAsErrors = false,
        };
        root.Add(new SystemCommand("serve", "Serves until it is stopped. Takes settings as --Section:Key=value.")
        {
            Action = serving, TreatUnmatchedTokensAsErrors = false,
        });
        root.Add(MigrateCommand.Create());
        root.Add(StaffCommands.Create());
        root.Add(LookupKeyCommands.Create());
        root.Add(ClientCommands.Create());
        root.Add(AuditCommands.Create());
        root.Add(MailCommands.Create());
        return root;
    }

    /// <summary>What is left over and is no setting for serving; null for nothing.</summary>
    private static string? Misplaced(ParseResult parsed, ServeAction serving) => parsed.UnmatchedTokens switch
    {
        [] => null,
        [var first, ..] when parsed.Action == serving && first.StartsWith("--", StringComparison.Ordinal) => null,
        [var first, ..] => first,
    };

    private sealed class ServeAction(Func<string[], Task> serve) : AsynchronousCommandLineAction
    {
        public override async Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default)
        {
            await serve([.. parseResult.UnmatchedTokens]);
            return Done;
        }
    }
}
