using System.CommandLine;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup.Directory;
using ClientRegistry.Registration.Clients.Import;

namespace ClientRegistry.Web.Commands;

/// <summary><c>clients import|export</c>: takes over clients registered elsewhere, and lists those there are.</summary>
internal static class ClientCommands
{
    /// <summary>More complaints than an operator reads are counted.</summary>
    private const int MaximumComplaints = 100;

    public static Command Create()
    {
        var command = new Command("clients", "Takes over clients registered elsewhere, and lists those there are.");
        command.Add(Import());
        command.Add(Export());
        return command;
    }

    private static Command Import()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A JSON array or one JSON object a line, RFC 7591 members and client_id; - for standard input.",
        };
        var environment = EnvironmentOption("The environment in which the clients live.", required: true);
        var partner = new Option<string?>("--partner")
        {
            Description = $"The partner they belong to; \"{ImportClients.DefaultPartner}\" when not given.",
        };
        var addScopes = new Option<bool>("--add-scopes") { Description = "Adds scopes that the catalogue lacks." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Checks everything and writes nothing." };
        var command = new Command("import", "Takes over clients registered elsewhere: all of them, or none.")
        {
            file, environment, partner, addScopes, dryRun,
        };
        command.SetAction((parsed, ct) => CommandHost.RunAsync(
            async (services, token) =>
            {
                await using var content = await ImportFile.OpenAsync(parsed.GetRequiredValue(file), token);
                var input = new ImportClients.Input(
                    content,
                    ParseEnvironment(parsed.GetRequiredValue(environment)!),
                    parsed.GetValue(partner),
                    parsed.GetValue(addScopes),
                    parsed.GetValue(dryRun));
                var import = services.GetRequiredService<ImportClients>();
                var outcome = await ImportProgressBar.RunAsync(
                    content.Length, progress => import.RunAsync(input, Actor.Operator, progress, token));
                if (!outcome.Succeeded) return CommandHost.Finish(outcome, _ => { });
                return Report(outcome.Value, input.DryRun);
            },
            ct));
        return command;
    }

    private static int Report(ImportResult result, bool dryRun)
    {
        if (result.Problems.Count > 0)
        {
            var lines = result.Problems.Take(MaximumComplaints).Select(p => p.ToString());
            if (result.Problems.Count > MaximumComplaints)
                lines = lines.Append($"and at least {result.Problems.Count - MaximumComplaints} more. Nothing was written.");
            return CommandLine.Complain(CommandLine.Refused, lines);
        }

        var verb = dryRun ? "would be imported" : "imported";
        Console.Out.WriteLine($"{result.Clients} clients {verb}.");
        if (result.AddedScopes.Count > 0)
            Console.Out.WriteLine($"Scopes {(dryRun ? "to add" : "added")}: {string.Join(' ', result.AddedScopes)}");
        if (result.WithoutSecret > 0)
            Console.Error.WriteLine($"Confidential clients without a secret: {result.WithoutSecret}. Add one on the page of each.");
        return CommandLine.Done;
    }

    private static Command Export()
    {
        var environment = EnvironmentOption("Only clients of this environment.", required: false);
        var command = new Command("export", "Prints one client document a line, without secrets.") { environment };
        command.SetAction((parsed, ct) => CommandHost.RunAsync(
            async (services, token) =>
            {
                ClientEnvironment? only = parsed.GetValue(environment) is { } name ? ParseEnvironment(name) : null;
                await using var output = new BufferedStream(Console.OpenStandardOutput(), 64 * 1024);
                await foreach (var document in services.GetRequiredService<ClientExport>().ReadAsync(only, token))
                {
                    output.Write(document.Span);
                    output.WriteByte((byte)'\n');
                }

                return CommandLine.Done;
            },
            ct));
        return command;
    }

    private static Option<string?> EnvironmentOption(string description, bool required)
    {
        var option = new Option<string?>("--environment") { Description = description, Required = required };
        option.AcceptOnlyFromAmong([.. RegistryWords.AllEnvironments]);
        return option;
    }

    private static ClientEnvironment ParseEnvironment(string name) =>
        Enum.Parse<ClientEnvironment>(name, ignoreCase: true);
}
