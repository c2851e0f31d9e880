using System.CommandLine;

namespace ClientRegistry.Benchmarks.Load;

/// <summary>What a run of the load benchmark is asked for.</summary>
/// <param name="Clients">How many clients the registry has.</param>
/// <param name="Seconds">How long each server is driven for each question, all rounds together.</param>
/// <param name="Connections">How many callers ask at a time, each on its own connection.</param>
/// <param name="Unknown">How many unknown identifiers are asked for.</param>
/// <param name="Application">A published registry; null to publish this checkout.</param>
/// <param name="Data">Where the filled database stays for the next run; null for one that goes with this run.</param>
internal sealed record LoadSettings(
    int Clients, int Seconds, int Connections, int Unknown, string? Application, string? Data);

/// <summary><c>load</c>: the registry beside a bare endpoint.</summary>
internal static class LoadCommand
{
    public static Command Create()
    {
        var clients = Number("--clients", "How many clients the registry has.", 10_000, 100, 5_000_000);
        var seconds = Number("--seconds", "Seconds of load on each server for each question.", 24, 1, 240);
        var connections = Number("--connections", "Callers at a time.", 32, 1, 512);
        var unknown = Number("--unknown", "Unknown identifiers asked for, to see what they leave behind.", 1_000_000, 0, 5_000_000);
        var application = new Option<string?>("--app") { Description = "Directory of a published registry; published anew when not given." };
        var data = new Option<string?>("--data") { Description = "Directory that keeps the filled database: the next run with as many clients begins with it." };
        var command = new Command("load", "Drives the registry and a bare Kestrel endpoint in turn, and compares.")
        {
            clients, seconds, connections, unknown, application, data,
        };
        command.SetAction((parsed, ct) => LoadBenchmark.RunAsync(
            new LoadSettings(
                parsed.GetValue(clients), parsed.GetValue(seconds), parsed.GetValue(connections), parsed.GetValue(unknown),
                parsed.GetValue(application), parsed.GetValue(data)),
            ct));
        return command;
    }

    private static Option<int> Number(string name, string description, int normal, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => normal };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && (value < least || value > most))
                result.AddError($"{name} is from {least} to {most}.");
        });
        return option;
    }
}
