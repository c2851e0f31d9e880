using System.CommandLine;
using BenchmarkDotNet.Running;
using ClientRegistry.Benchmarks.Load;
using ClientRegistry.Benchmarks.Micro;

var root = new RootCommand("How fast the lookup API is.") { LoadCommand.Create(), BareCommand.Create(), Micro() };
return await root.Parse(args).InvokeAsync();

static Command Micro()
{
    var micro = new Command("micro", "Micro-benchmarks with their allocations. Takes BenchmarkDotNet's own arguments.")
    {
        TreatUnmatchedTokensAsErrors = false,
    };
    micro.SetAction(parsed =>
    {
        string[] given = [.. parsed.UnmatchedTokens];
        BenchmarkSwitcher.FromAssembly(typeof(MicroConfiguration).Assembly)
            .Run(given.Length == 0 ? ["--filter", "*"] : given, new MicroConfiguration());
    });
    return micro;
}
